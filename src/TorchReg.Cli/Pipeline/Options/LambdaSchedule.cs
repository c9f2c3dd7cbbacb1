using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>How a factor on λ goes from one number to another.</summary>
enum LambdaScheduleKind
{
    Constant,
    Linear,
    Cosine,
    Exponential,
}

/// <summary>
/// A factor on λ by the step t = 0, 1, …: it goes from <see cref="From"/> to <see cref="To"/> in <see cref="Steps"/> steps and
/// stays there.
/// </summary>
sealed record LambdaSchedule
{
    /// <summary>
    /// constant (1 throughout), linear, cosine (half a wave) or exponential (equal ratios; from and to above 0). Default
    /// constant.
    /// </summary>
    public LambdaScheduleKind Kind { get; init; }

    /// <summary>The factor before the first step. Default 0.</summary>
    [Range(0.0, 1_000_000.0)]
    public double From { get; init; }

    /// <summary>The factor from step steps on. Default 1.</summary>
    [Range(0.0, 1_000_000.0)]
    public double To { get; init; } = 1;

    /// <summary>Optimizer steps from one to the other. Default 1000.</summary>
    [Range(1, 1_000_000_000)]
    public int Steps { get; init; } = 1000;

    /// <summary>Null where the factor is 1.</summary>
    internal Func<long, double>? Factor() => Kind switch
    {
        LambdaScheduleKind.Constant => null,
        LambdaScheduleKind.Linear => step => From + ((To - From) * Share(step)),
        LambdaScheduleKind.Cosine => step => To + ((From - To) * (1 + Math.Cos(Math.PI * Share(step))) / 2),
        LambdaScheduleKind.Exponential => step => From * Math.Pow(To / From, Share(step)),
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "no schedule"),
    };

    double Share(long step) => Math.Min(1, (double)step / Steps);
}
