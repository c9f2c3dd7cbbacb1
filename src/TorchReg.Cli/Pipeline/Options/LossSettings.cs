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

/// <summary>The data loss, a mean over rows.</summary>
sealed record LossSettings
{
    /// <summary>
    /// auto is cross-entropy for classes and half squared error for numbers. Of the others crossEntropy, hinge and
    /// squaredHinge are for classes, binaryCrossEntropy is for numbers from 0 to 1, poisson for counts, gamma for numbers above
    /// 0, cox for times beside data.csv.event. Default auto.
    /// </summary>
    [Choices(typeof(LossNames))]
    public string Kind { get; init; } = LossNames.Auto;

    /// <summary>Cross-entropy's ε. Default 0.</summary>
    [Range(0.0, 1.0)]
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// Cross-entropy: how much the rows of each class count, one number per class in their order, 0 or more; empty = all the
    /// same. Default empty.
    /// </summary>
    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    /// <summary>Huber's δ. Default 1.</summary>
    [Range(0.0, 1_000_000.0, MinimumIsExclusive = true)]
    public double Delta { get; init; } = 1;

    /// <summary>The loss that is meant where it is not auto.</summary>
    internal NamedLoss? Named => NamedLosses.Find(Kind);
}
