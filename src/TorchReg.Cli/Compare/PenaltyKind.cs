namespace TorchReg.Cli.Compare;

/// <summary>The penalties that a run can name.</summary>
enum PenaltyKind
{
    None,
    L1,
    L2,
    ElasticNet,
}
