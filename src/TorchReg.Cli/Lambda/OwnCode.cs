using TorchReg.Dialects;

namespace TorchReg.Cli.Lambda;

/// <summary>The C# that makes the penalty: new L1(0.1).</summary>
static class OwnCode
{
    internal static string Of(PenaltyWeights weights, Func<double, string> number) => weights switch
    {
        { Group: > 0, Sum: 0 } => $"new GroupLasso({number(weights.Group)})",
        { Group: > 0 } => $"new GroupLasso({number(weights.Group)}) and {Of(new(weights.L1, weights.L2), number)}",
        { Sum: 0 } => "no penalty",
        { L2: 0 } => $"new L1({number(weights.L1)})",
        { L1: 0 } => $"new L2({number(weights.L2)})",
        _ => $"new ElasticNet({number(weights.Sum)}, {number(weights.L1Ratio)})",
    };
}
