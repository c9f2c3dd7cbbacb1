using System.ComponentModel.DataAnnotations;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Select;

/// <summary>The problem.</summary>
sealed record ProblemSettings
{
    /// <summary>
    /// squaredError, logistic, softmax, huber, squaredHinge, poisson, gamma, cox, or auto: squaredError where the targets are
    /// numbers, logistic where they are two classes, softmax where more, cox beside data.csv.event. Default auto.
    /// </summary>
    [Choices(typeof(SelectLosses))]
    public string Loss { get; init; } = SelectLosses.Auto;

    /// <summary>huber: the residual beyond which the loss grows in a line. Default 1.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double HuberDelta { get; init; } = 1;

    /// <summary>ρ: 1 lasso, 0 ridge. Default 1.</summary>
    [Range(0.0, 1.0)]
    public double L1Ratio { get; init; } = 1;

    /// <summary>Several ρ, "0.5, 0.9, 1", of which the folds choose one too; empty = l1Ratio alone. Default empty.</summary>
    [RegularExpression(
        @"(\s*[-+.\deE]+(\s*,\s*[-+.\deE]+)*)?\s*",
        ErrorMessage = "numbers from 0 to 1 with commas between them, as \"0.5, 0.9, 1\", or empty")]
    public string L1Ratios { get; init; } = "";

    /// <summary>Whether a feature's weights to all outputs become 0 together. Default false.</summary>
    public bool GroupFeatures { get; init; }

    /// <summary>
    /// Columns whose weights become 0 together, in place of l1Ratio: oneHot for the indicators of each column of text, or a file,
    /// JSON as {"size": ["length", "width"]} or CSV with a column and its group in each line after a header; empty = none. A
    /// group counts as the root of its size. Default empty.
    /// </summary>
    [PathText]
    public string ColumnGroups { get; init; } = "";

    /// <summary>The share of L1 within the groups of columns: 0 group lasso, above that the sparse one. Default 0.</summary>
    [Range(0.0, 1.0)]
    public double WithinGroups { get; init; }

    /// <summary>Whether the penalty acts per standard deviation. Default false; true for a CSV file without a CONFIG.</summary>
    public bool Standardize { get; init; }

    /// <summary>Whether weights may not be negative. Default false.</summary>
    public bool NonNegative { get; init; }

    /// <summary>Whether there is a bias. Default true.</summary>
    public bool Intercept { get; init; } = true;
}
