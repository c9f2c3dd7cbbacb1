namespace TorchReg.Data;

/// <summary>The names of a file's columns, and where a learnt column is among them.</summary>
internal static class CsvHeader
{
    /// <summary>Reads the first record: the names, or the first row of columns named by their positions.</summary>
    public static string[] Read(CsvReader records, CsvOptions options)
    {
        if (!records.Read()) throw records.Wrong("the file is empty; expected a header or rows.");
        var names = new string[records.Count];
        for (var at = 0; at < names.Length; at++)
            names[at] = options.HasHeader ? records[at].ToString() : $"column {at}";
        return names.CountBy(name => name).FirstOrDefault(name => name.Value > 1).Key is { } twice
            ? throw records.Wrong($"column '{Shown.Value(twice)}' comes twice in the header; rename one.") : names;
    }

    /// <summary>Where each name is, once for all columns: a file may have a hundred thousand.</summary>
    public static Dictionary<string, int> Places(string[] names) =>
        names.Index().ToDictionary(name => name.Item, name => name.Index);

    /// <summary>By name where there is a header, by position otherwise.</summary>
    /// <param name="places">Where each name is.</param>
    public static int Position(
        CsvField column,
        CsvSchema schema,
        string[] names,
        Dictionary<string, int> places,
        CsvReader records)
    {
        if (!schema.Options.HasHeader)
            return names.Length == schema.Columns
                ? column.Position
                : throw records.Wrong(
                    $"expected {schema.Columns} fields, as in the file that was learnt from, found {names.Length}.");
        return places.TryGetValue(column.Name, out var at)
            ? at
            : throw records.Wrong(
                $"there is no column '{Shown.Value(column.Name)}', which the encoding was learnt with; the columns are " +
                $"{CsvSchema.Listed(names)}.");
    }
}
