using TorchReg.Cli.Sweep.Slurm;

namespace TorchReg.Cli.Sweep;

/// <summary>What was asked of a sweep besides its settings.</summary>
sealed record SweepFlags(
    string? To,
    string? Shard,
    int? Workers,
    bool IsSlurm,
    SlurmOptions Slurm,
    bool IsForced,
    bool IsDry,
    bool IsJson);
