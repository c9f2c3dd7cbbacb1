using System.ComponentModel.DataAnnotations;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>Which rows are trained on and which are judged by.</summary>
sealed record DataSettings
{
    internal const string Drawn = "drawn";

    /// <summary>
    /// "drawn" for digits drawn in memory, a folder with MNIST-format files, or the path of a file (CSV, .parquet, .libsvm, .svm,
    /// .coo, .mtx; .gz too; .rows), relative to the working folder. Default "drawn".
    /// </summary>
    [RegularExpression(@"(?s).*\S.*", ErrorMessage = "'drawn' or the path of a folder with MNIST-format files or of " +
        "a file (CSV, .libsvm, .svm, .coo, .mtx or .rows)")]
    [PathText]
    public string Source { get; init; } = Drawn;

    /// <summary>Digits: rows to train on, from the front; 0 = all that there are. Default 1000: few enough to overfit.</summary>
    [Range(0, 10_000_000)]
    public int TrainRows { get; init; } = 1_000;

    /// <summary>Digits: rows to judge by; 0 = all that there are. Default 2000.</summary>
    [Range(0, 10_000_000)]
    public int TestRows { get; init; } = 2_000;

    /// <summary>CSV files: rows from the front; 0 = all. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Rows { get; init; }

    /// <summary>
    /// Files, and a folder that holds one half of MNIST only: the share of the rows that training may use. Default 0.8.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double TrainFraction { get; init; } = 0.8;

    /// <summary>Seed of the drawing or of the split. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    /// <summary>Files: whether columns are standardized by the training rows' means and deviations. Default false.</summary>
    public bool Standardize { get; init; }

    /// <summary>How a CSV file is read.</summary>
    public CsvSettings Csv { get; init; } = new();

    /// <summary>How a file of sparse rows is read.</summary>
    public SparseSettings Sparse { get; init; } = new();

    /// <summary>The same for a run that trains on a file.</summary>
    internal TrainDataSettings OfFile => new()
    {
        Source = Source,
        Rows = Rows,
        TrainFraction = TrainFraction,
        ValidationFraction = 0,
        Seed = Seed,
        Standardize = Standardize,
        Csv = Csv,
        Sparse = Sparse,
    };
}
