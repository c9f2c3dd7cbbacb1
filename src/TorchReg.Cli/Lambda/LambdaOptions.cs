namespace TorchReg.Cli.Lambda;

/// <summary>What was typed after torchreg lambda; null where nothing was.</summary>
/// <param name="L1">--l1.</param>
/// <param name="L2">--l2.</param>
/// <param name="Group">--group.</param>
/// <param name="From">--from: the system that the settings belong to.</param>
/// <param name="Set">--set: NAME=VALUE each.</param>
/// <param name="Loss">--loss.</param>
/// <param name="Rows">--rows.</param>
/// <param name="TargetSpread">--sd-y.</param>
/// <param name="BatchSize">--batch.</param>
sealed record LambdaOptions(
    string? L1,
    string? L2,
    string? Group,
    string? From,
    string[] Set,
    string? Loss,
    string? Rows,
    string? TargetSpread,
    string? BatchSize);
