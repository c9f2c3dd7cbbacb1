using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// How a CSV file becomes a dataset. What a column holds is found in the file where nothing is said: numbers; dates, which become
/// year, month, weekday and days since the first; text, an indicator for each of its categories. Checked when a file is read.
/// </summary>
public sealed record CsvOptions
{
    private static readonly Func<string, string> asHere = name => name;

    /// <summary>
    /// Whether the first record names the columns; otherwise they are named <c>column 0</c>, <c>column 1</c>, … Default true.
    /// </summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>
    /// Between two fields: an ASCII character, no quote or line end. Default null: of comma, semicolon, tab and bar the one
    /// that cuts the first records into the same number of fields.
    /// </summary>
    public char? Separator { get; init; }

    /// <summary>The column to predict. Default the last.</summary>
    public CsvColumn Target { get; init; } = ^1;

    /// <summary>What the target column holds. Default <see cref="CsvTarget.Auto"/>.</summary>
    public CsvTarget TargetKind { get; init; } = CsvTarget.Auto;

    /// <summary>
    /// Columns of text, or of numbers that are names, one indicator (0 or 1) per category. Default none: those are, in which
    /// less than half of the cells are numbers or dates.
    /// </summary>
    public IReadOnlyList<CsvColumn> Categorical { get; init; } = [];

    /// <summary>Columns in which any cell that is no number is an error. Default none.</summary>
    public IReadOnlyList<CsvColumn> Numeric { get; init; } = [];

    /// <summary>Columns in which any cell that is no date is an error. Default none.</summary>
    public IReadOnlyList<CsvColumn> Dates { get; init; } = [];

    /// <summary>Columns to pass over, as row numbers. Default none.</summary>
    public IReadOnlyList<CsvColumn> Ignored { get; init; } = [];

    /// <summary>The column that says how much each row counts, finite numbers from 0. Default null: each row counts 1.</summary>
    public CsvColumn? Weights { get; init; }

    /// <summary>
    /// The column that says whether a row's target is the time of an event (1) or of its censoring (0): targets n × 2, as
    /// <c>Losses.Cox</c> takes them. Default null, none.
    /// </summary>
    public CsvColumn? Event { get; init; }

    /// <summary>The column whose equal cells are <see cref="CsvTable.Groups"/>, and no feature. Default null, none.</summary>
    public CsvColumn? Groups { get; init; }

    /// <summary>What to do with cells that hold no value. Default <see cref="MissingCells.Error"/>.</summary>
    public MissingCells Missing { get; init; }

    /// <summary>
    /// Fields that mean "no value", beside the empty one. Default NA, na, N/A, n/a, #N/A, &lt;NA>, NaN, nan, NAN, null,
    /// Null, NULL and ?.
    /// </summary>
    public IReadOnlyList<string> MissingWords { get; init; } =
        ["NA", "na", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NAN", "null", "Null", "NULL", "?"];

    /// <summary>
    /// Categories with fewer rows than this share one indicator, <c>city=(rare)</c>. Default 0: one hundredth of the rows and
    /// at most 10 in columns that were found to be text, of which the 100 most frequent categories are kept; none in
    /// <see cref="Categorical"/> ones.
    /// </summary>
    public int RareBelow { get; init; }

    /// <summary>
    /// For categories of a later file; an unknown class is always an error. Default <see cref="UnknownCategory.AllZeros"/>.
    /// </summary>
    public UnknownCategory Unknown { get; init; } = UnknownCategory.AllZeros;

    /// <summary>What stands before decimals. Default <see cref="DecimalMark.Auto"/>.</summary>
    public DecimalMark Decimal { get; init; }

    /// <summary>The order of dates' parts. Default <see cref="DateOrder.Auto"/>.</summary>
    public DateOrder DateOrder { get; init; }

    /// <summary>
    /// Categories or classes that one column may have, 1 to 1,000,000: a column of names or numbers of rows is none to learn
    /// from. Default 10,000.
    /// </summary>
    public int MaxCategories { get; init; } = 10_000;

    /// <summary>
    /// Numbers, rows × columns, that a file with columns of text may become, from 1: one indicator per category
    /// makes of a few megabytes of text many gigabytes. Default 500,000,000 (2 GB in float32). A file of numbers alone has no
    /// limit but its own size.
    /// </summary>
    public long MaxNumbers { get; init; } = 500_000_000;

    /// <summary>How a file's bytes are characters; a text that is given as such is read as it is. Default UTF-8.</summary>
    public TextEncoding Encoding { get; init; }

    /// <summary>Of features, weights and targets that are numbers: float32 (default) or float64.</summary>
    public ScalarType Type { get; init; } = ScalarType.Float32;

    /// <summary>How an option or its value is written where the reader of an error can set it.</summary>
    internal Func<string, string> Called { get; init; } = asHere;

    internal CsvOptions Checked()
    {
        if (Separator is { } separator && (separator is '"' or '\r' or '\n' || !char.IsAscii(separator)))
            throw new ArgumentException("Separator must be an ASCII character, no quote and no line end.");
        ExpectFrom(1, 1_000_000, MaxCategories, nameof(MaxCategories));
        ExpectFrom(1, long.MaxValue, MaxNumbers, nameof(MaxNumbers));
        ExpectFrom(0, int.MaxValue, RareBelow, nameof(RareBelow));
        if (Type is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"Type must be Float32 or Float64; given {Type}.");
        ExpectKnown(Encoding);
        ExpectKnown(TargetKind);
        ExpectKnown(Missing);
        ExpectKnown(Unknown);
        ExpectKnown(Decimal);
        ExpectKnown(DateOrder);
        return this;
    }

    private static void ExpectFrom(long least, long most, long given, string name)
    {
        if (given >= least && given <= most) return;
        var range = most >= int.MaxValue ? $"{least} or more" : FormattableString.Invariant($"from {least} to {most:N0}");
        throw new ArgumentOutOfRangeException(name, given, $"{name} must be {range}; given {given}.");
    }

    private static void ExpectKnown<T>(T given) where T : struct, Enum
    {
        if (!Enum.IsDefined(given))
            throw new ArgumentException(
                $"{typeof(T).Name} must be one of {string.Join(", ", Enum.GetNames<T>())}; given {given}.");
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
