using System.ComponentModel.DataAnnotations;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Select;

/// <summary>The rows.</summary>
sealed record SelectDataSettings
{
    /// <summary>
    /// "drawn" for digits drawn in memory, the path of a CSV or Parquet file, of sparse rows (.libsvm, .svm, .coo, .mtx; .gz
    /// too), of a file of rows (.rows), or of a folder with MNIST-format files. Default "drawn".
    /// </summary>
    [RegularExpression(@"(?s).*\S.*", ErrorMessage = "'drawn', the path of a file (CSV, .libsvm, .svm, .coo, .mtx or .rows), " +
        "or of a folder with MNIST-format files")]
    [PathText]
    public string Source { get; init; } = "drawn";

    /// <summary>Rows from the front; 0 = all that there are, or 2000 drawn ones. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Rows { get; init; }

    /// <summary>Seed of the drawing. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    /// <summary>
    /// CSV: the column whose equal values are never divided between folds, for grouped folds; empty = none. Default empty.
    /// </summary>
    public string Groups { get; init; } = "";

    /// <summary>How a CSV file is read.</summary>
    public CsvSettings Csv { get; init; } = new();

    /// <summary>How a file of sparse rows is read; the loss says whether targets are classes, unless it is auto.</summary>
    public SparseSettings Sparse { get; init; } = new();
}
