using System.ComponentModel.DataAnnotations;
using TorchReg.Layers;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>How a factor on the dropout rate goes by the training pass.</summary>
enum DropoutScheduleKind
{
    Constant,
    Linear,
    Curriculum,
    Annealed,
}

/// <summary>A factor on the dropout rate by the training pass t = 0, 1, …; a pass is a batch.</summary>
sealed record DropoutSchedule
{
    /// <summary>
    /// constant (1 throughout); linear: min(1, t/passes); curriculum: 1 − exp(−10 t/passes), quickly at first; annealed:
    /// max(0, 1 − t/passes), the whole rate at the beginning. Default constant.
    /// </summary>
    public DropoutScheduleKind Kind { get; init; }

    /// <summary>
    /// Training passes until the rate has risen or fallen: epochs times batches of an epoch for the whole training. Default 1000.
    /// </summary>
    [Range(1, 1_000_000_000)]
    public int Passes { get; init; } = 1000;

    /// <summary>Null where the factor is 1.</summary>
    internal Func<long, double>? Factor() => Kind switch
    {
        DropoutScheduleKind.Constant => null,
        DropoutScheduleKind.Linear => NoiseSchedule.Linear(Passes),
        DropoutScheduleKind.Curriculum => NoiseSchedule.Curriculum(10.0 / Passes),
        DropoutScheduleKind.Annealed => NoiseSchedule.Annealed(Passes),
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "no schedule"),
    };
}
