namespace TorchReg.Data;

/// <summary>Reads one column's field of a record: the number, or the code of the category.</summary>
/// <param name="column">The column.</param>
/// <param name="position">Where it is in this file.</param>
/// <param name="options">How the file is read.</param>
/// <param name="missing">The options' words for "no value", compared by their characters.</param>
/// <param name="learns">Whether categories are being learnt.</param>
internal sealed class CsvFieldParser(
    CsvField column,
    int position,
    CsvOptions options,
    HashSet<string> missing,
    bool learns,
    bool isTarget,
    bool isWeight)
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> missing = missing.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    /// <summary>The categories with the codes that <see cref="Parse"/> gives; null for numbers.</summary>
    public Vocabulary? Codes { get; } = column.Categories is { } known ? new(known) : null;

    /// <summary>The column with the categories that were learnt.</summary>
    public CsvField Learnt => Codes is null ? column : column with { Categories = learns ? Codes.Sorted() : column.Categories };

    /// <exception cref="InvalidDataException">The value is missing, no finite number, or an unknown category.</exception>
    public double Parse(CsvReader record)
    {
        var text = record[position];
        return Codes is null ? Number(text, record) : Code(text, record);
    }

    private double Number(ReadOnlySpan<char> text, CsvReader record)
    {
        if (!NumberText.TryRead(text, out var number))
            throw IsMissing(text)
                ? Missing(text, record)
                : Wrong(
                    record,
                    "a number",
                    text,
                    isTarget
                        ? "set TargetKind to Class if it names a class"
                        : "name the column in Categorical if it holds text, in Ignored if it is no feature");
        if (options.Type == TorchSharp.torch.ScalarType.Float32) number = (float)number;
        if (!double.IsFinite(number))
            throw IsMissing(text)
                ? Missing(text, record)
                : Wrong(record, $"a finite {options.Type} number", text, "correct it or drop the row");
        return number >= 0 || !isWeight ? number : throw Wrong(record, "a weight of 0 or more", text, "correct it");
    }

    private int Code(ReadOnlySpan<char> text, CsvReader record)
    {
        var code = Codes!.Find(text);
        if (code >= 0) return code;
        if (IsMissing(text)) throw Missing(text, record);
        if (!learns && options.Unknown == UnknownCategory.AllZeros && !isTarget) return -1;
        if (!learns)
            throw Wrong(
                record,
                $"one of the {Codes.Count} {(isTarget ? "classes" : "categories")} that were learnt",
                text,
                isTarget
                    ? "learn from a file that has them all"
                    : "learn from a file that has them all, or set Unknown to AllZeros");
        return Codes.Count < options.MaxCategories
            ? Codes.Add(text)
            : throw Wrong(
                record,
                $"at most {options.MaxCategories} categories",
                text,
                "raise MaxCategories, or name the column in Ignored");
    }

    private bool IsMissing(ReadOnlySpan<char> text) => text.IsWhiteSpace() || missing.Contains(text.Trim());

    private InvalidDataException Missing(ReadOnlySpan<char> text, CsvReader record) =>
        Wrong(record, "a value, as none may be missing", text, "fill it in or drop the row");

    private InvalidDataException Wrong(CsvReader record, string expected, ReadOnlySpan<char> found, string advice) =>
        record.Wrong(
            $"expected {expected}, found \"{Shown.Value(found.Length > 40 ? $"{found[..40]}…" : found)}\"; {advice}.",
            $", column '{Shown.Value(column.Name)}'");
}
