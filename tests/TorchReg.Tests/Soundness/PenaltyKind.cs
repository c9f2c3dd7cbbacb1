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

    /// <summary>Whether P is proportional to λ, so that a schedule's factor is one on λ.</summary>
    public bool IsProportional { get; init; } = true;

    /// <summary>Whether it stands beside every other; else beside a few, since like ones do.</summary>
    public bool IsPaired { get; init; } = true;

    /// <summary>Whether both are tried on one parameter.</summary>
    public bool Meets(PenaltyKind other) => !IsAlone && !other.IsAlone && ((IsPaired && other.IsPaired)
        || (IsFew && !other.IsPaired) || (!IsPaired && other.IsFew));

    // Of sets or functions that are not convex no reference knows the joint prox.
    bool IsAlone => Name is "min-max norm" or "unit-norm" or "L-half";

    bool IsFew => Name is "L1" or "L2" or "weighted L1" or "group lasso, units" or "non-negative" or "bounds";

    /// <summary>Its prox takes all elements together, as sorting does: none under a step size for each.</summary>
    public bool IsWhole { get; init; }

    /// <summary>A user's own, of which the library knows no more than it is told.</summary>
    public bool IsFormula => Name.StartsWith("formula", StringComparison.Ordinal);

    public override string ToString() => Name;
}

static class PenaltyKinds
{
    static Tensor Stored(Part part, double[] values, ScalarType type) => tensor(values).reshape(part.Shape).to(type);
    static double[] Factors(Part part) => [.. Enumerable.Range(0, part.Length).Select(i => (i % 4) * 0.5)];
    static double[] Origin(Part part) => [.. Enumerable.Range(0, part.Length).Select(i => 0.25 * Math.Sin(1 + 2.3 * i))];

    // Features 0, 2, 4, … and 1 are one group, 3, 5, … the other.
    static int Block(int feature) => feature % 2 == 0 || feature == 1 ? 0 : 1;
    static int[] Joined(Part part) => [.. part.Layout.Features.Select(Block)];
    static ColumnGroups Blocks(Part part) =>
        new([.. Enumerable.Range(0, part.Layout.HasGroups ? part.Layout.Features.Max() + 1 : 4).Select(Block)]);

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
        new("group lasso, columns", (part, λ, _) => new GroupLasso(λ, Blocks(part)),
            (part, λ) => new ReferenceGroups(0, λ, Joined(part), columns: part.Layout.Features))
            { NeedsGroups = true, IsPaired = false },
        new("sparse group lasso, columns", (part, λ, _) => new SparseGroupLasso(λ, 0.5, Blocks(part)),
            (part, λ) => new ReferenceGroups(0.5 * λ, 0.5 * λ, Joined(part), columns: part.Layout.Features))
            { NeedsGroups = true, IsPaired = false },
        new("log-sum", (_, λ, _) => new LogSum(λ, 0.5), (_, λ) => new ReferenceLogSum(λ, 0.5)) { Strength = 0.1 },
        new("MCP", (_, λ, _) => new Mcp(λ, 1.5 / λ), (_, λ) => new ReferenceMcp(λ, 1.5 / λ)) { Strength = 0.5, IsPaired = false },
        new("SCAD", (_, λ, _) => new Scad(λ), (_, λ) => new ReferenceScad(λ, 3.7))
            { Strength = 0.5, IsPaired = false, IsProportional = false },
        new("L-half", (_, λ, _) => new LHalf(λ), (_, λ) => new ReferenceHalf(λ)) { Strength = 0.3, IsPaired = false },
        new("SLOPE", (part, λ, _) => new Slope(λ, ReferenceSorted.Steps(part.Length)),
            (part, λ) => new ReferenceSorted([.. ReferenceSorted.Steps(part.Length).Select(weight => λ * weight)]))
            { IsPaired = false, IsWhole = true },
        new("fused lasso", (_, λ, _) => new FusedLasso(λ, 0.3),
            (part, λ) => new ReferenceFused(0.3 * λ, 0.7 * λ, ReferenceFused.ChainsOf(part.Layout)))
            { NeedsGroups = true, IsPaired = false },
        new("nuclear norm", (_, λ, _) => new NuclearNorm(λ), (part, λ) => new ReferenceNuclear(λ, part.Layout))
            { NeedsGroups = true, IsPaired = false, IsWhole = true },
        new("spectral norm", (_, λ, _) => new SpectralNorm(λ), (part, λ) => new ReferenceLargest(λ, part.Layout))
            { NeedsGroups = true, IsPaired = false, IsWhole = true },
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
        new("support", (part, _, type) => new Support(Stored(part, Factors(part), type)),
            (part, _) => ReferenceSet.Support(Factors(part))) { IsSet = true, IsPaired = false },
        Set("max-norm, units", () => new MaxNorm(0.8), part => ReferenceSet.Shell(0, 0.8, part.Layout.Units), groups: true),
        Set("max-norm, features", () => new MaxNorm(0.8, Groups.Features),
            part => ReferenceSet.Shell(0, 0.8, part.Layout.Features), groups: true),
        Set("min-max norm", () => new MinMaxNorm(0.5, 1), part => ReferenceSet.Shell(0.5, 1, part.Layout.Units), groups: true),
        Set("unit-norm", () => new UnitNorm(), part => ReferenceSet.Shell(1, 1, part.Layout.Units), groups: true),
    ];

    public static PenaltyKind Named(string name) => All.First(kind => kind.Name == name);
}
