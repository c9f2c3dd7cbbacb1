namespace TorchReg.Data;

/// <summary>Columns of a CSV file that are read as text: reviews, for <see cref="HashedNGrams"/>.</summary>
public static class CsvTexts
{
    /// <summary>The texts of one column, row by row.</summary>
    /// <param name="text">Read to its end, not closed.</param>
    /// <param name="column">Which.</param>
    /// <param name="options">Header and separator. Default: a header, the separator found.</param>
    /// <param name="name">What errors call the text.</param>
    /// <exception cref="InvalidDataException">
    /// The column is not there, a record has another number of fields, or the quotes are unbalanced.
    /// </exception>
    public static string[] Read(TextReader text, CsvColumn column, CsvOptions? options = null, string name = "CSV")
    {
        using var input = new CsvInput(RecordSource.Of(text, name, isReadTwice: false), (options ?? new()).Checked());
        var at = column.In(input.Names, CsvHeader.Places(input.Names));
        if (at < 0) throw input.Wrong($"there is no column {column}; {CsvHeader.Instead(column.Name, input.Names)}");
        var texts = new List<string>();
        foreach (var piece in input.Pieces([new List<string>()], (records, own) =>
            {
                own.Clear();
                while (input.Next(records)) own.Add(records.Text(at));
            }))
            texts.AddRange(piece);
        return texts.Count > 0 ? [.. texts] : throw new InvalidDataException(
            $"{name}, line 2: expected rows after the header, found none.");
    }
}
