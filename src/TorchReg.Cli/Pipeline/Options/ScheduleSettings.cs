using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>How the step size changes.</summary>
enum ScheduleKind
{
    Constant,
    Step,
    Exponential,
    Cosine,
}

/// <summary>η of epoch e = 1, 2, …, as a factor on training.learningRate.</summary>
sealed record ScheduleSettings
{
    /// <summary>
    /// constant; step: factor^⌊(e − 1)/everyEpochs⌋; exponential: factor^(e − 1); cosine: half a wave from 1 down to factor.
    /// Default constant.
    /// </summary>
    public ScheduleKind Kind { get; init; }

    /// <summary>Above 0, at most 1. Default 0.1.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Factor { get; init; } = 0.1;

    /// <summary>step: the epochs between two changes. Default 10.</summary>
    [Range(1, 1_000_000)]
    public int EveryEpochs { get; init; } = 10;
}
