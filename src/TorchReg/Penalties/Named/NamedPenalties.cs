namespace TorchReg.Penalties;

/// <summary>A penalty or constraint that can be asked for by name.</summary>
/// <param name="Name">The name in configurations, in camel case: "sparseGroupLasso".</param>
/// <param name="Code">How it is made in code: "new L1(λ)".</param>
/// <param name="Formula">P(w), or the set for a constraint.</param>
/// <param name="Takes">Which arguments it has.</param>
/// <param name="Create">Makes one.</param>
public sealed record NamedPenalty(
    string Name,
    string Code,
    string Formula,
    PenaltyArgument Takes,
    Func<PenaltyArguments, Penalty> Create)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>
/// Every penalty and constraint of the library by name, one line each, and those that a program adds. Configurations, their JSON
/// schema and the table of the documents are made of this list.
/// </summary>
public static class NamedPenalties
{
    const PenaltyArgument Lambda = PenaltyArgument.Lambda, L1Ratio = PenaltyArgument.L1Ratio, Grouped = PenaltyArgument.Groups,
        Low = PenaltyArgument.Low, High = PenaltyArgument.High, Rate = PenaltyArgument.Rate, Epsilon = PenaltyArgument.Epsilon,
        Gamma = PenaltyArgument.Gamma, Q = PenaltyArgument.Q;

    static readonly NamedList<NamedPenalty> list = new(
    [
        new("l1", "new L1(λ)", "λ‖w‖₁", Lambda, a => new L1(a.Lambda)),
        new("l2", "new L2(λ)", "(λ/2)‖w‖², torch's `weight_decay` (Keras's `l2(λ)` has no ½)", Lambda, a => new L2(a.Lambda)),
        new(
            "elasticNet",
            "new ElasticNet(λ, ρ)",
            "λ(ρ‖w‖₁ + (1 − ρ)/2·‖w‖²)",
            Lambda | L1Ratio,
            a => new ElasticNet(a.Lambda, a.L1Ratio)),
        new(
            "groupLasso",
            "new GroupLasso(λ, groups)",
            "λ Σ‖w_g‖₂, over input features or output units",
            Lambda | Grouped,
            a => new GroupLasso(a.Lambda, a.Groups ?? Groups.Features)),
        new(
            "sparseGroupLasso",
            "new SparseGroupLasso(λ, ρ, groups)",
            "λ(ρ‖w‖₁ + (1 − ρ) Σ‖w_g‖₂)",
            Lambda | L1Ratio | Grouped,
            a => new SparseGroupLasso(a.Lambda, a.L1Ratio, a.Groups ?? Groups.Features)),
        new(
            "logSum",
            "new LogSum(λ, ε)",
            "λ Σ log(1 + |wᵢ|/ε), which leaves large weights almost alone",
            Lambda | Epsilon,
            a => new LogSum(a.Lambda, a.Epsilon)),
        new(
            "mcp",
            "new Mcp(λ, γ)",
            "minimax concave: λ|w| − w²/(2γ) up to |w| = γλ, then constant",
            Lambda | Gamma,
            a => new Mcp(a.Lambda, a.Gamma ?? 3)),
        new(
            "scad",
            "new Scad(λ, γ)",
            "λ|w| up to |w| = λ, constant from γλ on, a parabola between",
            Lambda | Gamma,
            a => new Scad(a.Lambda, a.Gamma ?? 3.7)),
        new("lHalf", "new LHalf(λ)", "λ Σ √|wᵢ|", Lambda, a => new LHalf(a.Lambda)),
        new(
            "slope",
            "new Slope(λ, q)",
            "Σ λᵢ|w|₍ᵢ₎ over the sorted magnitudes, λ = λ₁ ≥ λ₂ ≥ … from q",
            Lambda | Q,
            a => new Slope(a.Lambda, a.Q)),
        new(
            "fusedLasso",
            "new FusedLasso(λ, ρ)",
            "λ(ρ‖w‖₁ + (1 − ρ) Σ|w_j+1 − w_j|) along each unit's input features",
            Lambda | L1Ratio,
            a => new FusedLasso(a.Lambda, a.L1Ratio)),
        new(
            "nuclearNorm",
            "new NuclearNorm(λ)",
            "λ Σ sᵢ, s the singular values of the weight as a matrix: low rank",
            Lambda,
            a => new NuclearNorm(a.Lambda)),
        new(
            "spectralNorm",
            "new SpectralNorm(λ)",
            "(λ/2)s₁², s₁ the largest singular value",
            Lambda,
            a => new SpectralNorm(a.Lambda)),
        new(
            "orthogonality",
            "new Orthogonality(λ, groups)",
            "Keras's orthogonal regularizer, over units or features",
            Lambda | Grouped,
            a => new Orthogonality(a.Lambda, a.Groups ?? Groups.Units)),
        new(
            "maxNorm",
            "new MaxNorm(high, groups)",
            "‖w_g‖₂ ≤ high",
            High | Grouped,
            a => new MaxNorm(a.High, a.Groups ?? Groups.Units)),
        new("unitNorm", "new UnitNorm(groups)", "‖w_g‖₂ = 1", Grouped, a => new UnitNorm(a.Groups ?? Groups.Units)),
        new(
            "minMaxNorm",
            "new MinMaxNorm(low, high, rate, groups)",
            "low ≤ ‖w_g‖₂ ≤ high, approached at a rate",
            Low | High | Rate | Grouped,
            a => new MinMaxNorm(a.Low, a.High, a.Rate, a.Groups ?? Groups.Units)),
        new("nonNegative", "new NonNegative()", "wᵢ ≥ 0", PenaltyArgument.None, _ => new NonNegative()),
        new("bounds", "new Bounds(low, high)", "low ≤ wᵢ ≤ high", Low | High, a => new Bounds(a.Low, a.High)),
        new("l1Ball", "new L1Ball(high)", "‖w‖₁ ≤ high", High, a => new L1Ball(a.High)),
    ], named => named.Name);

    /// <summary>Penalties first, then constraints, then those that were added.</summary>
    public static IReadOnlyList<NamedPenalty> All => list.All;

    /// <summary>The penalty of that name, in any case; null where there is none.</summary>
    public static NamedPenalty? Find(string name) => list.Find(name);

    /// <summary>
    /// Adds a penalty of your own, so that configurations can name it: in what the caller goes on to do, its tasks and threads
    /// among it, until the result is disposed of.
    /// </summary>
    /// <param name="named">The penalty; its name is new, of letters and digits, and begins with a small letter.</param>
    /// <returns>What takes it away again.</returns>
    /// <exception cref="ArgumentException">The name is taken, or is none; the message says which.</exception>
    public static IDisposable Add(NamedPenalty named) => list.Add(named);
}
