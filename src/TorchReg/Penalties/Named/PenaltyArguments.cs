namespace TorchReg.Penalties;

/// <summary>The numbers that penalties by name are made of.</summary>
[Flags]
public enum PenaltyArgument
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>λ.</summary>
    Lambda = 1,

    /// <summary>ρ.</summary>
    L1Ratio = 2,

    /// <summary>What is a group.</summary>
    Groups = 4,

    /// <summary>The lower limit.</summary>
    Low = 8,

    /// <summary>The upper limit.</summary>
    High = 16,

    /// <summary>How far a norm is moved into its limits.</summary>
    Rate = 32,

    /// <summary>ε.</summary>
    Epsilon = 64,

    /// <summary>γ.</summary>
    Gamma = 128,

    /// <summary>q.</summary>
    Q = 256,
}

/// <summary>
/// What <see cref="NamedPenalty.Create"/> makes a penalty of; it reads what <see cref="NamedPenalty.Takes"/> says.
/// </summary>
public sealed record PenaltyArguments
{
    /// <summary>λ, 0 or more. Default 0.</summary>
    public double Lambda { get; init; }

    /// <summary>ρ, the lasso's share, from 0 to 1. Default 0.5.</summary>
    public double L1Ratio { get; init; } = 0.5;

    /// <summary>Features or units; null: the penalty's own default.</summary>
    public Groups? Groups { get; init; }

    /// <summary>The lower limit. Default −∞.</summary>
    public double Low { get; init; } = double.NegativeInfinity;

    /// <summary>The upper limit. Default ∞.</summary>
    public double High { get; init; } = double.PositiveInfinity;

    /// <summary>How far a norm is moved into its limits, above 0 to 1. Default 1.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>ε, above 0. Default 0.1.</summary>
    public double Epsilon { get; init; } = 0.1;

    /// <summary>How soon a penalty levels off, above 1 (mcp) or 2 (scad); null: the penalty's own default.</summary>
    public double? Gamma { get; init; }

    /// <summary>The share of false discoveries, between 0 and 1. Default 0.1.</summary>
    public double Q { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
