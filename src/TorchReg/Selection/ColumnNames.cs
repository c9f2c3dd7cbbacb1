namespace TorchReg.Selection;

/// <summary>What a column is called in words.</summary>
static class ColumnNames
{
    internal static string Of(IReadOnlyList<string>? names, long column) =>
        names?[(int)column] ?? FormattableString.Invariant($"feature {column}");
}
