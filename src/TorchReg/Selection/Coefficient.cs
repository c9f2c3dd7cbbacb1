namespace TorchReg.Selection;

/// <summary>A weight of a linear model that is not 0.</summary>
/// <param name="Output">Index of the output or class.</param>
/// <param name="Target">Its name.</param>
/// <param name="Column">Index of the column.</param>
/// <param name="Name">The column's name.</param>
/// <param name="Value">On the raw scale.</param>
/// <param name="PerDeviation">Value times the column's standard deviation.</param>
public sealed record Coefficient(int Output, string Target, int Column, string Name, double Value, double PerDeviation)
{
    /// <summary>"bmi 5.6".</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} {Value:G6}");
}
