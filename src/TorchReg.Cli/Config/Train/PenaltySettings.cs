using System.ComponentModel.DataAnnotations;
using TorchReg.Penalties;

namespace TorchReg.Cli.Config.Train;

/// <summary>The penalties and constraints that a rule can name.</summary>
enum RulePenalty
{
    L1,
    L2,
    ElasticNet,
    GroupLasso,
    SparseGroupLasso,
    Orthogonality,
    MaxNorm,
    UnitNorm,
    NonNegative,
}

/// <summary>How a rule acts; auto is gradient, and proximal for constraints.</summary>
enum RuleMode
{
    Auto,
    Gradient,
    Loss,
    Proximal,
    Decoupled,
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
    /// <summary>l1, l2, elasticNet, groupLasso, sparseGroupLasso or orthogonality; or a constraint: maxNorm, unitNorm, nonNegative. Default l1.</summary>
    public RulePenalty Penalty { get; init; }

    /// <summary>λ; of maxNorm the largest norm. Default 0.</summary>
    [Range(0.0, 1_000_000.0)]
    public double Lambda { get; init; }

    /// <summary>The elastic net's and the sparse group lasso's ρ, from 0 to 1 (lasso). Default 0.5.</summary>
    [Range(0.0, 1.0)]
    public double L1Ratio { get; init; } = 0.5;

    /// <summary>Groups of groupLasso and sparseGroupLasso: features or units. Default features.</summary>
    public Groups Groups { get; init; } = Groups.Features;

    /// <summary>weights, biases or everything. Default weights.</summary>
    public RuleRole On { get; init; }

    /// <summary>Parameters by name, with * for any text: layers.linear1.*; empty = by role. Default empty.</summary>
    public string Names { get; init; } = "";

    /// <summary>Penalizes this layer's outputs instead of weights; empty = weights. Default empty.</summary>
    public string ActivationsOf { get; init; } = "";

    /// <summary>gradient, loss, proximal (exact zeros), decoupled (l2 only) or auto. Default auto.</summary>
    public RuleMode Mode { get; init; }
}
