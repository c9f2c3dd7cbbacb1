using System.ComponentModel.DataAnnotations;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>Which rows are learned from, which are watched and which are judged by.</summary>
sealed record TrainDataSettings
{
    /// <summary>
    /// digits (the folder that TORCHREG_DATA names, else drawn ones), drawn, regression, classification, article,
    /// articleAsWritten, reviews (texts), ratings (of users for items), or
    /// the path of a CSV or Parquet file, of sparse rows (.libsvm, .svm, .coo, .mtx; .gz too), of a file of rows (.rows), or of a
    /// folder with MNIST-format files, relative to the working folder. Default digits.
    /// </summary>
    [RegularExpression(
        @"(?s).*\S.*",
        ErrorMessage = "digits, drawn, regression, classification, article, articleAsWritten, reviews, ratings, a file " +
            "(CSV, .libsvm, .svm, .coo, .mtx or .rows) or a folder with MNIST-format files")]
    [PathText]
    public string Source { get; init; } = "digits";

    /// <summary>
    /// Digits and generated rows: how many to train on, validation rows included; 0 = all that there are, or 8000. Default 1000.
    /// </summary>
    [Range(0, 10_000_000)]
    public int TrainRows { get; init; } = 1_000;

    /// <summary>Digits and generated rows: how many to judge by; 0 = all that there are, or 2000. Default 2000.</summary>
    [Range(0, 10_000_000)]
    public int TestRows { get; init; } = 2_000;

    /// <summary>CSV files: rows from the front; 0 = all. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Rows { get; init; }

    /// <summary>Files, half of MNIST and the articles' 100 rows: the share that is not kept for judging. Default 0.8.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double TrainFraction { get; init; } = 0.8;

    /// <summary>The share of the training rows that is watched instead of learned from; 0 = none. Default 0.1.</summary>
    [Range(0.0, 0.9)]
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>
    /// Deals the training rows onto this many folds, classes evenly, and watches one of them; 0 = no folds, validationFraction
    /// holds. Default 0.
    /// </summary>
    [Range(0, 1_000)]
    public int Folds { get; init; }

    /// <summary>With folds: the one that is watched, counted from 0. Default 0.</summary>
    [Range(0, 999)]
    public int Fold { get; init; }

    /// <summary>Seed of the drawing, of the folds, and of the split into training and test rows. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    /// <summary>Whether features are standardized by the training rows' means and deviations. Default false.</summary>
    public bool Standardize { get; init; }

    /// <summary>Rows of generated problems.</summary>
    public GeneratedSettings Generated { get; init; } = new();

    /// <summary>How a CSV file is read.</summary>
    public CsvSettings Csv { get; init; } = new();

    /// <summary>How a file of sparse rows is read.</summary>
    public SparseSettings Sparse { get; init; } = new();
}
