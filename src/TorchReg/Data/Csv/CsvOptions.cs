using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>What the target column holds.</summary>
public enum CsvTarget
{
    /// <summary>A number: targets n × 1.</summary>
    Number,

    /// <summary>The name of a class, a word or a number: targets n class indices (int64).</summary>
    Class,
}

/// <summary>What to do with a category that was not there when the encoding was learnt.</summary>
public enum UnknownCategory
{
    /// <summary>An error that names line, column and value.</summary>
    Refuse,

    /// <summary>Zero in all of the column's indicators.</summary>
    AllZeros,
}

/// <summary>How a CSV file becomes a dataset. Checked when a file is read.</summary>
public sealed record CsvOptions
{
    /// <summary>
    /// Whether the first record names the columns; otherwise they are named <c>column 0</c>, <c>column 1</c>, … Default true.
    /// </summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Between two fields; no quote or line end. Default a comma.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>The column to predict. Default the last.</summary>
    public CsvColumn Target { get; init; } = ^1;

    /// <summary>What the target column holds. Default a number.</summary>
    public CsvTarget TargetKind { get; init; }

    /// <summary>Columns of text, one indicator (0 or 1) per category; the other features are numbers. Default none.</summary>
    public IReadOnlyList<CsvColumn> Categorical { get; init; } = [];

    /// <summary>Columns to pass over, as row numbers. Default none.</summary>
    public IReadOnlyList<CsvColumn> Ignored { get; init; } = [];

    /// <summary>The column that says how much each row counts, finite numbers from 0. Default null: each row counts 1.</summary>
    public CsvColumn? Weights { get; init; }

    /// <summary>
    /// For categories of a later file; an unknown class is always an error. Default <see cref="UnknownCategory.Refuse"/>.
    /// </summary>
    public UnknownCategory Unknown { get; init; }

    /// <summary>
    /// Categories or classes that one column may have, 1 to 1,000,000: a column of names or numbers of rows is none to learn
    /// from. Default 10,000.
    /// </summary>
    public int MaxCategories { get; init; } = 10_000;

    /// <summary>
    /// Numbers, rows × columns, that a file with <see cref="Categorical"/> columns may become, from 1: one indicator per category
    /// makes of a few megabytes of text many gigabytes. Default 500,000,000 (2 GB in float32). A file of numbers alone has no
    /// limit but its own size.
    /// </summary>
    public long MaxNumbers { get; init; } = 500_000_000;

    /// <summary>
    /// Fields that mean "no value", beside the empty one; an error, as nothing is filled in. Default NA, N/A, NaN, null and ?.
    /// </summary>
    public IReadOnlyList<string> Missing { get; init; } = ["NA", "N/A", "NaN", "nan", "null", "NULL", "?"];

    /// <summary>How a file's bytes are characters; a text that is given as such is read as it is. Default UTF-8.</summary>
    public TextEncoding Encoding { get; init; }

    /// <summary>Of features, weights and targets that are numbers: float32 (default) or float64.</summary>
    public ScalarType Type { get; init; } = ScalarType.Float32;

    internal CsvOptions Checked()
    {
        if (Separator is '"' or '\r' or '\n') throw new ArgumentException("Separator must not be a quote or a line end.");
        if (MaxCategories is < 1 or > 1_000_000)
            throw new ArgumentOutOfRangeException(
                nameof(MaxCategories),
                MaxCategories,
                $"MaxCategories must be from 1 to 1,000,000; given {MaxCategories}.");
        if (MaxNumbers < 1)
            throw new ArgumentOutOfRangeException(
                nameof(MaxNumbers),
                MaxNumbers,
                $"MaxNumbers must be 1 or more; given {MaxNumbers}.");
        if (Type is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"Type must be Float32 or Float64; given {Type}.");
        if (!Enum.IsDefined(Encoding))
            throw new ArgumentException(
                $"Encoding must be one of {string.Join(", ", Enum.GetNames<TextEncoding>())}; given {Encoding}.");
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
