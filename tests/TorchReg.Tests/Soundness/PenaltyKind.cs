using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Tests.Soundness;

/// <summary>A penalty of the library and the same from its formula, for a parameter and a λ.</summary>
sealed record PenaltyKind(
    string Name, Func<Part, double, ScalarType, Penalty> Library, Func<Part, double, ReferencePenalty> Reference)
{
    /// <summary>It groups by units or features, which vectors don't have.</summary>
    public bool NeedsGroups { get; init; }

    /// <summary>Not smooth: λ must be small where a subgradient is to reach its optimum.</summary>
    public bool IsSet { get; init; }

    /// <summary>A part of the usual λ: what is not convex and pulls hard has no single optimum.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>A user's own, of which the library knows no more than it is told.</summary>
    public bool IsFormula => Name.StartsWith("formula", StringComparison.Ordinal);

    public override string ToString() => Name;
}

static class PenaltyKinds
{
    static Tensor Stored(Part part, double[] values, ScalarType type) => tensor(values).reshape(part.Shape).to(type);
    static double[] Factors(Part part) => [.. Enumerable.Range(0, part.Length).Select(i => (i % 4) * 0.5)];
    static double[] Origin(Part part) => [.. Enumerable.Range(0, part.Length).Select(i => 0.25 * Math.Sin(1 + 2.3 * i))];

    static double Radius(Part part) => 0.35 * part.Length;

    static PenaltyKind Plain(string name, Func<double, Penalty> library, Func<double, double> l1, Func<double, double> l2) =>
        new(name, (_, λ, _) => library(λ), (_, λ) => new ReferenceSeparable(l1(λ), l2(λ)));

    static PenaltyKind Grouped(string name, Func<double, Penalty> library, double ratio, Func<Layout, int[]> groups) =>
        new(name, (_, λ, _) => library(λ),
            (part, λ) => new ReferenceGroups(ratio * λ, (1 - ratio) * λ, groups(part.Layout)))
        { NeedsGroups = true };

    static PenaltyKind Set(string name, Func<Penalty> library, Func<Part, ReferencePenalty> reference, bool groups = false) =>
        new(name, (_, _, _) => library(), (part, _) => reference(part)) { IsSet = true, NeedsGroups = groups };

    public static PenaltyKind[] All { get; } =
    [
        Plain("L1", λ => new L1(λ), λ => λ, _ => 0),
        Plain("L2", λ => new L2(λ), _ => 0, λ => λ),
        Plain("elastic net", λ => new ElasticNet(λ, 0.6), λ => 0.6 * λ, λ => 0.4 * λ),
        Grouped("group lasso, units", λ => new GroupLasso(λ, Groups.Units), 0, l => l.Units),
        Grouped("group lasso, features", λ => new GroupLasso(λ), 0, l => l.Features),
        Grouped("sparse group lasso, units", λ => new SparseGroupLasso(λ, 0.5, Groups.Units), 0.5, l => l.Units),
        Grouped("sparse group lasso, features", λ => new SparseGroupLasso(λ, 0.5), 0.5, l => l.Features),
        new("log-sum", (_, λ, _) => new LogSum(λ, 0.5), (_, λ) => new ReferenceLogSum(λ, 0.5)) { Strength = 0.1 },
        new("orthogonality, units", (_, λ, _) => new Orthogonality(λ),
            (part, λ) => new ReferenceOrthogonality(λ, part.Layout.Units))
            { NeedsGroups = true, Strength = 0.5 },
        new("orthogonality, features", (_, λ, _) => new Orthogonality(λ, Groups.Features),
            (part, λ) => new ReferenceOrthogonality(λ, part.Layout.Features)) { NeedsGroups = true, Strength = 0.5 },
        new("weighted L1", (part, λ, type) => new Weighted(new L1(λ), Stored(part, Factors(part), type)),
            (part, λ) => new ReferenceSeparable(λ, 0, Factors(part))),
        new("weighted elastic net", (part, λ, type) => new Weighted(new ElasticNet(λ, 0.6), Stored(part, Factors(part), type)),
            (part, λ) => new ReferenceSeparable(0.6 * λ, 0.4 * λ, Factors(part))),
        new("L2 toward", (part, λ, type) => new Toward(new L2(λ), Stored(part, Origin(part), type)),
            (part, λ) => new ReferenceSeparable(0, λ, null, Origin(part))),
        new("L1 toward", (part, λ, type) => new Toward(new L1(λ), Stored(part, Origin(part), type)),
            (part, λ) => new ReferenceSeparable(λ, 0, null, Origin(part))),
        new("weighted L1 toward", (part, λ, type) =>
            new Toward(new Weighted(new L1(λ), Stored(part, Factors(part), type)), Stored(part, Origin(part), type)),
            (part, λ) => new ReferenceSeparable(λ, 0, Factors(part), Origin(part))),
        new("group lasso toward", (part, λ, type) => new Toward(new GroupLasso(λ), Stored(part, Origin(part), type)),
            (part, λ) => new ReferenceGroups(0, λ, part.Layout.Features, Origin(part))) { NeedsGroups = true },
        new("formula", (_, λ, _) => new CustomPenalty("smooth", w => (w.square() + 1).sqrt().sum() * λ),
            (_, λ) => new ReferenceSmooth(λ)),
        new("formula with prox", (_, λ, _) => new CustomPenalty("lasso", w => w.abs().sum() * λ, (w, s) =>
            w.copy_(w.sign() * (w.abs() - s * λ).clamp_min(0))),
            (_, λ) => new ReferenceSeparable(λ, 0, byProx: true)),
        Set("non-negative", () => new NonNegative(), _ => ReferenceSet.Box(0, double.PositiveInfinity)),
        Set("bounds", () => new Bounds(-0.3, 0.6), _ => ReferenceSet.Box(-0.3, 0.6)),
        Set("bounds above 0", () => new Bounds(0.2, 0.7), _ => ReferenceSet.Box(0.2, 0.7)),
        new("L1 ball", (part, _, _) => new L1Ball(Radius(part)), (part, _) => ReferenceSet.L1Ball(Radius(part))) { IsSet = true },
        Set("max-norm, units", () => new MaxNorm(0.8), part => ReferenceSet.Shell(0, 0.8, part.Layout.Units), groups: true),
        Set("max-norm, features", () => new MaxNorm(0.8, Groups.Features),
            part => ReferenceSet.Shell(0, 0.8, part.Layout.Features), groups: true),
        Set("min-max norm", () => new MinMaxNorm(0.5, 1), part => ReferenceSet.Shell(0.5, 1, part.Layout.Units), groups: true),
        Set("unit-norm", () => new UnitNorm(), part => ReferenceSet.Shell(1, 1, part.Layout.Units), groups: true),
    ];

    public static PenaltyKind Named(string name) => All.First(kind => kind.Name == name);
}
