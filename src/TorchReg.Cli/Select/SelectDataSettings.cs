using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Select;

/// <summary>The rows.</summary>
sealed record SelectDataSettings
{
    /// <summary>
    /// "drawn" for digits drawn in memory, the path of a CSV file, of sparse rows (.libsvm, .svm, .coo, .mtx; .gz too), of a file
    /// of rows (.rows), or of a folder with MNIST-format files. Default "drawn".
    /// </summary>
    [RegularExpression(@"(?s).*\S.*", ErrorMessage = "'drawn', the path of a file (CSV, .libsvm, .svm, .coo, .mtx or .rows), " +
        "or of a folder with MNIST-format files")]
    public string Source { get; init; } = "drawn";

    /// <summary>Rows from the front; 0 = all that there are, or 2000 drawn ones. Default 1000.</summary>
    [Range(0, 10_000_000)]
    public int Rows { get; init; } = 1_000;

    /// <summary>Seed of the drawing. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    /// <summary>CSV: how the bytes are characters, utf8, latin1, windows1252 or utf16. Default utf8.</summary>
    public Data.TextEncoding Encoding { get; init; }

    /// <summary>CSV: the column to predict by its name; empty = the last. Default empty.</summary>
    public string Target { get; init; } = "";

    /// <summary>
    /// CSV, cox: the column with 1 where the target is the time of an event, 0 where the row is censored then; empty = none.
    /// Default empty.
    /// </summary>
    public string Event { get; init; } = "";

    /// <summary>CSV: the column of row weights by its name; empty = none. Default empty.</summary>
    public string Weights { get; init; } = "";

    /// <summary>
    /// CSV: the column whose equal values are never divided between folds, for grouped folds; empty = none. Default empty.
    /// </summary>
    public string Groups { get; init; } = "";

    /// <summary>
    /// CSV: the columns that hold text, by their names with commas between them: each becomes an indicator for each of its
    /// values; empty = none. Default empty.
    /// </summary>
    public string Categorical { get; init; } = "";

    /// <summary>How a file of sparse rows is read; the loss says whether targets are classes.</summary>
    public Pipeline.Options.SparseSettings Sparse { get; init; } = new();
}
