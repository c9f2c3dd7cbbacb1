using System.ComponentModel.DataAnnotations;
using TorchReg.Cli.Settings;
using TorchReg.Optimizers;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>The optimizers that a run can name: those that the library knows from within.</summary>
static class OptimizerNames
{
    internal static IReadOnlyList<string> Names => [.. KnownOptimizers.All.Select(adapter => adapter.Setting)];
}

/// <summary>What makes a step of a gradient.</summary>
sealed record OptimizerSettings
{
    /// <summary>One of torch's. Default sgd.</summary>
    [Choices(typeof(OptimizerNames))]
    public string Kind { get; init; } = "sgd";

    /// <summary>sgd and rmsProp: the momentum. Default 0.</summary>
    [Range(0.0, 0.9999)]
    public double Momentum { get; init; }

    /// <summary>sgd: Nesterov's form, which needs a momentum. Default false.</summary>
    public bool Nesterov { get; init; }

    /// <summary>adam and its kin: β₁, the share of the old mean. Default 0.9.</summary>
    [Range(0.0, 0.999999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>adam and its kin: β₂, the share of the old mean square. Default 0.999.</summary>
    [Range(0.0, 0.99999999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>
    /// All but sgd, asgd and rprop: ε, beside the root of the mean square; 0 = torch's. Keras's default is 1e-7. Default 0.
    /// </summary>
    [Range(0.0, 1.0)]
    public double Epsilon { get; init; }

    /// <summary>
    /// adam and adamW: ε where Keras has it, beside √v before its bias is corrected; its default is then Keras's, 1e-7. Default
    /// false.
    /// </summary>
    public bool EpsilonHat { get; init; }

    /// <summary>The optimizer's own weight decay, on all parameters; a rule with l2 is the finer way. Default 0.</summary>
    [Range(0.0, 1_000_000.0)]
    public double WeightDecay { get; init; }

    /// <summary>Batches whose mean gradient makes one step. Default 1.</summary>
    [Range(1, 1_000_000)]
    public int AccumulateBatches { get; init; } = 1;

    /// <summary>The gradient's largest norm, 0 = any; not beside penalties that are proximal or decoupled. Default 0.</summary>
    [Range(0.0, 1_000_000.0)]
    public double ClipNorm { get; init; }

    /// <summary>
    /// The largest magnitude of a gradient's element, 0 = any; not beside penalties that are proximal or decoupled. Default 0.
    /// </summary>
    [Range(0.0, 1_000_000.0)]
    public double ClipValue { get; init; }

    internal OptimizerAdapter Named => KnownOptimizers.Find(Kind)!;

    internal OptimizerArguments Arguments => new()
    {
        Momentum = Momentum,
        Nesterov = Nesterov,
        Beta1 = Beta1,
        Beta2 = Beta2,
        Epsilon = Epsilon > 0 ? Epsilon : null,
        WeightDecay = WeightDecay,
    };
}
