namespace TorchReg.Pruning;

/// <summary>One layer with weights, before and after.</summary>
/// <param name="Name">Its path in the model, as <c>named_modules</c> gives it; "" for the model itself.</param>
/// <param name="Kind">Its class.</param>
/// <param name="Units">Outputs, filters or channels that it gives.</param>
/// <param name="KeptUnits">How many of them stay.</param>
/// <param name="Columns">Inputs or channels that it takes.</param>
/// <param name="KeptColumns">How many of them stay.</param>
/// <param name="Parameters">Numbers in its parameters.</param>
/// <param name="KeptParameters">How many of them stay, a new bias included.</param>
public sealed record CompactedLayer(
    string Name, string Kind, int Units, int KeptUnits, int Columns, int KeptColumns, long Parameters, long KeptParameters)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{(Name.Length > 0 ? Name : Kind)}: units {KeptUnits} of {Units}, columns {KeptColumns} of {Columns}, ") +
        FormattableString.Invariant($"parameters {KeptParameters:N0} of {Parameters:N0}");
}
