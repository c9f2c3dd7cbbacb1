namespace TorchReg.Data;

/// <summary>Cells of one column that are in some way alike.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Cells">How many.</param>
public sealed record CsvCount(string Column, long Cells)
{
    /// <summary>"'age' 25".</summary>
    public override string ToString() => FormattableString.Invariant($"'{Shown.Value(Column)}' {Cells:N0}");
}

/// <summary>What of a file was used, what was left out, and what was taken for what.</summary>
/// <param name="Rows">Rows that are in the dataset.</param>
/// <param name="RowsRead">Rows of the file.</param>
public sealed record CsvReport(long Rows, long RowsRead)
{
    /// <summary>Missing cells by columns, the most first.</summary>
    public IReadOnlyList<CsvCount> Missing { get; init; } = [];

    /// <summary>Cells with a category that was not there when the encoding was learnt, by columns.</summary>
    public IReadOnlyList<CsvCount> Unknown { get; init; } = [];

    /// <summary>Columns that were left out although nobody asked for it, with the reason.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>How many columns of each kind became how many features; empty where a schema was followed.</summary>
    public string Columns { get; init; } = "";

    /// <summary>What the target was taken for, and how to say that it is something else; empty where that was said.</summary>
    public string Target { get; init; } = "";

    /// <summary>What else was assumed.</summary>
    public IReadOnlyList<string> Assumed { get; init; } = [];

    /// <summary>
    /// "4,988 of 5,000 rows; 12 left out for missing cells: 'age' 7, 'city' 5; 9 columns of numbers and 2 of text, 21 features".
    /// </summary>
    public override string ToString() => string.Join("; ", Parts().Where(part => part.Length > 0));

    private IEnumerable<string> Parts()
    {
        var missing = string.Join(", ", Missing.Take(5)) + (Missing.Count > 5 ? $" and {Missing.Count - 5} more" : "");
        yield return Rows == RowsRead ? FormattableString.Invariant($"{Rows:N0} row{(Rows == 1 ? "" : "s")}")
            : FormattableString.Invariant($"{Rows:N0} of {RowsRead:N0} rows");
        if (Rows < RowsRead)
            yield return FormattableString.Invariant($"{RowsRead - Rows:N0} left out for missing cells: {missing}");
        else if (Missing.Count > 0) yield return $"missing cells filled in: {missing}";
        yield return Columns;
        if (Unknown.Count > 0) yield return $"cells of unknown categories, taken for none of the known: " +
            $"{string.Join(", ", Unknown)}";
        if (LeftOut.Count > 0)
            yield return $"columns left out: {string.Join(", ", LeftOut.Take(5))}" +
                (LeftOut.Count > 5 ? $" and {LeftOut.Count - 5} more" : "");
        foreach (var assumed in Assumed) yield return assumed;
    }
}
