namespace TorchReg.Data;

/// <summary>The names of a file's columns.</summary>
internal static class CsvHeader
{
    /// <summary>The names of the first record's fields, or the columns' positions.</summary>
    public static string[] Names(RecordReader records, bool hasHeader)
    {
        var names = new string[records.Count];
        for (var at = 0; at < names.Length; at++)
            names[at] = hasHeader && records[at].Length > 0 ? records.Text(at) : $"column {at}";
        return names.CountBy(name => name).FirstOrDefault(name => name.Value > 1).Key is { } twice
            ? throw records.Wrong($"column '{Shown.Value(twice)}' comes twice in the header; rename one.") : names;
    }

    /// <summary>Where each name is, once for all columns: a file may have a hundred thousand.</summary>
    public static Dictionary<string, int> Places(string[] names) =>
        names.Index().ToDictionary(name => name.Item, name => name.Index);

    /// <summary>What to say where a name is none of them: the one that was probably meant, or the first.</summary>
    public static string Instead(string? wanted, string[] names) =>
        wanted is { Length: > 2 } && NearestName.Of(wanted, names) is { } nearest
            ? $"did you mean '{Shown.Value(nearest)}'?" : $"the columns are {Listed(names)}.";

    /// <summary>The first names.</summary>
    public static string Listed(string[] names) =>
        string.Join(", ", names.Take(10).Select(name => $"'{Shown.Value(name)}'")) +
        (names.Length > 10 ? $" and {names.Length - 10} more" : "");
}
