using System.ComponentModel.DataAnnotations;
using TorchReg.Penalties;

namespace TorchReg.Cli.Compare;

/// <summary>One run: a penalty, its λ, and how it acts.</summary>
sealed record RunSettings
{
    /// <summary>What the table calls it; unique.</summary>
    [RegularExpression(@"\S(.{0,38}\S)?", ErrorMessage = "1 to 40 characters on one line")]
    public string Name { get; init; } = "";

    /// <summary>none, l1, l2 or elasticNet. Default none.</summary>
    public PenaltyKind Penalty { get; init; }

    /// <summary>λ of λ‖w‖₁, (λ/2)‖w‖² or λ(ρ‖w‖₁ + (1 − ρ)/2·‖w‖²). Default 0.</summary>
    [Range(0.0, 1_000_000.0)]
    public double Lambda { get; init; }

    /// <summary>The elastic net's ρ, from 0 (ridge) to 1 (lasso). Default 0.5.</summary>
    [Range(0.0, 1.0)]
    public double L1Ratio { get; init; } = 0.5;

    /// <summary>loss, gradient or proximal. Default gradient.</summary>
    public PenaltyMode Mode { get; init; }
}
