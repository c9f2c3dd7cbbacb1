namespace TorchReg.Data;

/// <summary>Columns of a CSV file that are read as text: reviews, for <see cref="HashedNGrams"/>.</summary>
public static class CsvTexts
{
    /// <summary>The texts of one column, row by row.</summary>
    /// <param name="text">Read to its end, not closed.</param>
    /// <param name="column">Which.</param>
    /// <param name="options">Header and separator. Default: a header, commas.</param>
    /// <param name="name">What errors call the text.</param>
    /// <exception cref="InvalidDataException">
    /// The column is not there, a record has another number of fields, or the quotes are unbalanced.
    /// </exception>
    public static string[] Read(TextReader text, CsvColumn column, CsvOptions? options = null, string name = "CSV")
    {
        ArgumentNullException.ThrowIfNull(text);
        var chosen = (options ?? new CsvOptions()).Checked();
        var records = new CsvReader(text, name, chosen.Separator);
        var names = CsvHeader.Read(records, chosen);
        var at = column.In(names, CsvHeader.Places(names));
        if (at < 0) throw records.Wrong($"there is no column {column}; the columns are {CsvSchema.Listed(names)}.");
        if (chosen.HasHeader && !records.Read()) throw records.Wrong("expected rows after the header, found none.");
        var texts = new List<string>();
        do
        {
            if (records.Count != names.Length)
                throw records.Wrong($"expected {names.Length} fields, as in the first record, found {records.Count}.");
            texts.Add(records[at].ToString());
        } while (records.Read());
        return [.. texts];
    }
}
