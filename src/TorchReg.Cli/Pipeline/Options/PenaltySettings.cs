using System.ComponentModel.DataAnnotations;
using TorchReg.Cli.Settings;
using TorchReg.Penalties;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>The penalties and constraints that a rule can name: the library's.</summary>
static class PenaltyNames
{
    internal static IReadOnlyList<string> Names => [.. NamedPenalties.All.Select(named => named.Name)];
}

/// <summary>
/// How a rule acts; auto is proximal for penalties with a kink and constraints where that is sound, else gradient.
/// </summary>
enum RuleMode
{
    Auto,
    Gradient,
    Loss,
    Proximal,
    Decoupled,
}

/// <summary>The groups that a rule can name.</summary>
enum RuleGroups
{
    Auto,
    Features,
    Units,
}

/// <summary>The roles of parameters that a rule can act on.</summary>
enum RuleRole
{
    Weights,
    Biases,
    Everything,
}

/// <summary>A rule: a penalty, λ, where it acts and how.</summary>
sealed record PenaltySettings
{
    /// <summary>The penalty or constraint (docs/penalties.md has each formula). Default l1.</summary>
    [Choices(typeof(PenaltyNames))]
    public string Penalty { get; init; } = "l1";

    /// <summary>λ; constraints have none. Default 0.</summary>
    [Range(0.0, 1_000_000.0)]
    public double Lambda { get; init; }

    /// <summary>ρ of the elastic net, the sparse group lasso and the fused lasso, from 0 to 1 (lasso). Default 0.5.</summary>
    [Range(0.0, 1.0)]
    public double L1Ratio { get; init; } = 0.5;

    /// <summary>
    /// What is a group of a penalty or a norm: features, units or auto (features for group lassos, units for orthogonality and
    /// norms). Default auto.
    /// </summary>
    public RuleGroups Groups { get; init; }

    /// <summary>bounds and minMaxNorm: the lower limit. Default 0.</summary>
    [Range(-1_000_000.0, 1_000_000.0)]
    public double Low { get; init; }

    /// <summary>bounds, minMaxNorm, maxNorm and l1Ball: the upper limit. Default 1.</summary>
    [Range(-1_000_000.0, 1_000_000.0)]
    public double High { get; init; } = 1;

    /// <summary>minMaxNorm: how far a norm is moved into its limits, above 0 to 1. Default 1.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Rate { get; init; } = 1;

    /// <summary>logSum: ε, above 0. Default 0.1.</summary>
    [Range(0.0, 1_000_000.0, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 0.1;

    /// <summary>mcp: γ, above 1; scad: a, above 2. Default 0: 3 for mcp, 3.7 for scad.</summary>
    [Range(0.0, 1_000_000.0)]
    public double Gamma { get; init; }

    /// <summary>slope: q, the share of false discoveries that its weights aim at, between 0 and 1. Default 0.1.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Q { get; init; } = 0.1;

    /// <summary>
    /// A safetensors file, a run's model.safetensors say, whose tensors of the parameters' names the penalty pulls toward instead
    /// of 0: L2-SP. Empty = 0. Default empty.
    /// </summary>
    [PathText]
    public string Toward { get; init; } = "";

    /// <summary>
    /// A safetensors file whose tensors of the parameters' names multiply λ element by element, 0 or more: the adaptive lasso.
    /// Empty = 1. Default empty.
    /// </summary>
    [PathText]
    public string Factors { get; init; } = "";

    /// <summary>How λ changes from step to step.</summary>
    public LambdaSchedule Schedule { get; init; } = new();

    /// <summary>weights, biases or everything. Default weights.</summary>
    public RuleRole On { get; init; }

    /// <summary>Parameters by name, with * for any text: layers.linear1.*; empty = by role. Default empty.</summary>
    public string Names { get; init; } = "";

    /// <summary>Penalizes this layer's outputs instead of weights; empty = weights. Default empty.</summary>
    public string ActivationsOf { get; init; } = "";

    /// <summary>gradient, loss, proximal (exact zeros), decoupled (l2 only) or auto. Default auto.</summary>
    public RuleMode Mode { get; init; }
}
