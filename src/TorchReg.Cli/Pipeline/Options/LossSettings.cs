using System.ComponentModel.DataAnnotations;
using TorchReg.Cli.Settings;
using TorchReg.Objectives;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>The data losses that a run can name: the library's, or the one that the target asks for.</summary>
static class LossNames
{
    /// <summary>Cross-entropy for classes, half squared error for numbers.</summary>
    internal const string Auto = "auto";

    internal static IReadOnlyList<string> Names => [Auto, .. NamedLosses.All.Select(named => named.Name)];
}

/// <summary>Where the weights of classes come from.</summary>
enum ClassWeighting
{
    /// <summary>classWeights; all the same where that is empty.</summary>
    Given,

    /// <summary>The training rows: each class counts the same in sum.</summary>
    Balanced,
}

/// <summary>The data loss, a mean over rows.</summary>
sealed record LossSettings
{
    /// <summary>
    /// auto is cross-entropy for classes and half squared error for numbers. Of the others crossEntropy, focal,
    /// hinge and squaredHinge are for classes, binaryCrossEntropy is for numbers from 0 to 1, binaryFocal for 0 and 1, poisson
    /// for counts, gamma for numbers above 0, cox for times beside data.csv.event. Default auto.
    /// </summary>
    [Choices(typeof(LossNames))]
    public string Kind { get; init; } = LossNames.Auto;

    /// <summary>Cross-entropy's ε. Default 0.</summary>
    [Range(0.0, 1.0)]
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// Cross-entropy, focal: how much the rows of each class count, one number per class in their order, 0 or more; empty = all
    /// the same. Default empty.
    /// </summary>
    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    /// <summary>
    /// Cross-entropy, focal: given takes classWeights; balanced makes them of the training rows, n/(classes·rows of the class),
    /// so that rare classes count as much as frequent ones. A run's own config.json then holds the numbers. Default given.
    /// </summary>
    public ClassWeighting ClassWeighting { get; init; }

    /// <summary>Huber's δ. Default 1.</summary>
    [Range(0.0, 1_000_000.0, MinimumIsExclusive = true)]
    public double Delta { get; init; } = 1;

    /// <summary>Focal losses: γ, by which rows count less that are right already; 0 = not. Default 2.</summary>
    [Range(0.0, 100.0)]
    public double Gamma { get; init; } = 2;

    /// <summary>binaryFocal: the weight of ones, beside 1 − alpha of zeros. Default 0.25.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Alpha { get; init; } = 0.25;

    /// <summary>binaryCrossEntropy: how often a one counts beside a zero. Default 1.</summary>
    [Range(0.0, 1_000_000_000.0, MinimumIsExclusive = true)]
    public double PositiveWeight { get; init; } = 1;

    /// <summary>The loss that is meant where it is not auto.</summary>
    internal NamedLoss? Named => NamedLosses.Find(Kind);
}
