using System.ComponentModel.DataAnnotations;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>
/// How a CSV file is read, the same for every command: columns by their names in the header or, without one, by their positions
/// from 0. What is not said is found in the file.
/// </summary>
sealed record CsvSettings
{
    /// <summary>Whether the first record names the columns. Default true.</summary>
    public bool Header { get; init; } = true;

    /// <summary>
    /// The character between two fields; empty = comma, semicolon, tab or bar, whichever cuts all records alike. Default empty.
    /// </summary>
    [RegularExpression("[\\x00-\\x7F-[\"\r\n]]?", ErrorMessage = "one ASCII character, no quote and no line end, or empty")]
    public string Separator { get; init; } = "";

    /// <summary>How the bytes are characters: utf8, latin1, windows1252 or utf16. Default utf8.</summary>
    public TextEncoding Encoding { get; init; }

    /// <summary>The column to predict; empty = the last. Default empty.</summary>
    public string Target { get; init; } = "";

    /// <summary>
    /// What the target holds: number, class, or auto, which is class where it holds words or 0 and 1 alone. Default auto.
    /// </summary>
    public CsvTarget TargetKind { get; init; } = CsvTarget.Auto;

    /// <summary>
    /// For the cox loss: the column with 1 where the target is the time of an event, 0 where the row is censored then; empty =
    /// none. Default empty.
    /// </summary>
    public string Event { get; init; } = "";

    /// <summary>
    /// Columns of text, or of numbers that are names, one indicator per value. Default: none but those whose cells are mostly
    /// text.
    /// </summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Columns in which any cell that is no number is an error. Default: none.</summary>
    public IReadOnlyList<string> Numeric { get; init; } = [];

    /// <summary>Columns in which any cell that is no date is an error. Default: none.</summary>
    public IReadOnlyList<string> Dates { get; init; } = [];

    /// <summary>Whether zeros are dropped: for many columns of text, or of numbers that are mostly 0. Default false.</summary>
    public bool Sparse { get; init; }

    /// <summary>Columns to pass over. Default: none.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>The column of row weights; empty = none. Default empty.</summary>
    public string Weights { get; init; } = "";

    /// <summary>
    /// Cells without a value: error, which counts them by columns; drop, which leaves their rows out; mean or median of the
    /// column, with a further column that is 1 there. Default error.
    /// </summary>
    public MissingCells Missing { get; init; }

    /// <summary>Words that mean "no value" beside NA, N/A, #N/A, NaN, null, ? and the empty cell. Default: none.</summary>
    public IReadOnlyList<string> MissingWords { get; init; } = [];

    /// <summary>
    /// Values of a text column with fewer rows than this share one indicator; 0 = a hundredth of the rows, at most 10, in columns
    /// that were found to be text. Default 0.
    /// </summary>
    [Range(0, 1_000_000_000)]
    public int RareBelow { get; init; }

    /// <summary>The character before decimals: point, comma, or auto, which each column shows. Default auto.</summary>
    public DecimalMark Decimal { get; init; }

    /// <summary>Dates: yearFirst (2024-03-31), dayFirst (31.3.2024), monthFirst (3/31/2024) or auto. Default auto.</summary>
    public DateOrder DateOrder { get; init; }
}
