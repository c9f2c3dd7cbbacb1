namespace TorchReg.Tests.Penalties;

/// <summary>
/// All penalties and constraints, for the laws that each must keep, by their λ. A new penalty is one line here.
/// </summary>
static class Catalogue
{
    // One parameter for all laws: 4 units × 3 features, float64.
    public static readonly long[] Shape = [4, 3];

    static readonly Tensor weights =
        tensor(new double[,] { { 1, 0.5, 2 }, { 0, 1, 1 }, { 3, 1, 0.2 }, { 1, 1, 1 } }).DetachFromDisposeScope();
    static readonly Tensor origin =
        tensor(new double[,] { { 1, -1, 0 }, { 0, 0.5, 1 }, { -2, 1, 0 }, { 0.3, 0, 1 } }).DetachFromDisposeScope();

    static readonly ColumnGroups columns = new([0, 1, 0]);

    public static IReadOnlyDictionary<string, Func<double, Penalty>> Penalties { get; } =
        new Dictionary<string, Func<double, Penalty>>
        {
            ["L1"] = λ => new L1(λ),
            ["L2"] = λ => new L2(λ),
            ["elastic net"] = λ => new ElasticNet(λ, 0.4),
            ["group lasso, units"] = λ => new GroupLasso(λ, Groups.Units),
            ["group lasso, features"] = λ => new GroupLasso(λ),
            ["sparse group lasso"] = λ => new SparseGroupLasso(λ, 0.3),
            ["sparse group lasso, units"] = λ => new SparseGroupLasso(λ, 0.7, Groups.Units),
            ["group lasso, columns"] = λ => new GroupLasso(λ, columns),
            ["group lasso, weighted columns"] = λ => new GroupLasso(λ, new ColumnGroups([1, 0, 1], [0.5, 2])),
            ["sparse group lasso, columns"] = λ => new SparseGroupLasso(λ, 0.3, columns),
            ["group lasso of columns toward values"] = λ => new Toward(new GroupLasso(λ, columns), origin),
            ["log-sum"] = λ => new LogSum(λ, 0.5),
            ["MCP"] = λ => new Mcp(λ, 1.5),
            ["MCP, gentle"] = λ => new Mcp(λ),
            ["SCAD"] = λ => new Scad(λ, 2.2),
            ["SCAD, gentle"] = λ => new Scad(λ),
            ["L-half"] = λ => new LHalf(λ),
            ["weighted MCP"] = λ => new Weighted(new Mcp(λ, 1.5), weights),
            ["SLOPE"] = λ => new Slope(λ, 0.3),
            ["OSCAR"] = λ => new Slope(λ, [.. Enumerable.Range(0, 12).Select(i => (12 - i) / 12.0)]),
            ["fused lasso"] = λ => new FusedLasso(λ, 0.3),
            ["nuclear norm"] = λ => new NuclearNorm(λ),
            ["spectral norm"] = λ => new SpectralNorm(λ),
            ["expected L0"] = λ => new ExpectedL0(λ),
            ["orthogonality"] = λ => new Orthogonality(λ),
            ["orthogonality, features"] = λ => new Orthogonality(λ, Groups.Features),
            ["adaptive lasso"] = λ => new Weighted(new L1(λ), weights),
            ["weighted elastic net"] = λ => new Weighted(new ElasticNet(λ, 0.4), weights),
            ["L2-SP"] = λ => new Toward(new L2(λ), origin),
            ["L1 toward values"] = λ => new Toward(new L1(λ), origin),
            ["L1 with weights toward values"] = λ => new Toward(new Weighted(new L1(λ), weights), origin),
            ["group lasso toward values"] = λ => new Toward(new GroupLasso(λ), origin),
            ["custom"] = λ => new CustomPenalty("smooth", w => (w.square() + 1).sqrt().sum() * λ),
        };

    public static IReadOnlyDictionary<string, Constraint> Constraints { get; } = new Dictionary<string, Constraint>
    {
        ["max-norm"] = new MaxNorm(0.8),
        ["max-norm, features"] = new MaxNorm(0.8, Groups.Features),
        ["unit-norm"] = new UnitNorm(),
        ["min-max norm"] = new MinMaxNorm(0.5, 1.2),
        ["non-negative"] = new NonNegative(),
        ["bounds"] = new Bounds(-0.3, 0.6),
        ["L1 ball"] = new L1Ball(2),
        ["support"] = new Support(weights),
    };

    public static IReadOnlyDictionary<string, Penalty> All { get; } = Penalties.Select(p => (p.Key, Value: p.Value(0.5)))
        .Concat(Constraints.Select(c => (c.Key, Value: (Penalty)c.Value))).ToDictionary(p => p.Key, p => p.Value);

    /// <summary>Those that no λ brings to rest: their gradient there is 0.</summary>
    static readonly string[] restless = ["L2", "spectral norm", "orthogonality", "orthogonality, features", "L2-SP"];

    // A formula alone does not say where it comes to rest, and gates pull at every number.
    static readonly string[] unknown = ["custom", "expected L0"];

    /// <summary>Where a penalty pulls: 0, or the given values.</summary>
    public static Tensor Rest(Penalty penalty) => penalty is Toward ? origin.clone() : zeros_like(origin);

    // Any λ brings it to rest at 0, where it is infinitely steep.
    static readonly string[] steep = ["L-half"];

    public static TheoryData<string> NamesWithLambdaMax => [.. Penalties.Keys.Except(restless).Except(unknown).Except(steep)];
    public static TheoryData<string> NamesWithoutLambdaMax => [.. restless];
    public static TheoryData<string> NamesWithMetricProx => [.. All.Where(p => p.Value.HasMetricProx).Select(p => p.Key)];
    /// <summary>By elements, by groups, by order and without convexity, for laws of many seconds.</summary>
    public static TheoryData<string> Few => ["elastic net", "sparse group lasso", "MCP", "SLOPE"];

    public static TheoryData<string> PenaltyNames => [.. Penalties.Keys];
    public static TheoryData<string> AllNames => [.. All.Keys];
    public static TheoryData<string> NamesWithProx => [.. All.Where(p => p.Value.HasProx).Select(p => p.Key)];
}
