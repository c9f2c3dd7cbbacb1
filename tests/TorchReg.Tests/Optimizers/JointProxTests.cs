using TorchSharp.Modules;

namespace TorchReg.Tests.Optimizers;

/// <summary>
/// Several proximal rules on one parameter act as one penalty: no search beats their joint prox, and their order is nothing.
/// </summary>
[Trait("Speed", "Slow")]
public class JointProxTests
{
    static readonly Tensor weights =
        tensor(new double[,] { { 1, 0.5, 2 }, { 0, 1, 1 }, { 3, 1, 0.2 }, { 1, 1, 1 } }).DetachFromDisposeScope();
    static readonly Tensor origin =
        tensor(new double[,] { { 1, -1, 0 }, { 0, 0.5, 1 }, { -2, 1, 0 }, { 0.3, 0, 1 } }).DetachFromDisposeScope();

    static readonly Dictionary<string, Penalty[]> joined = new()
    {
        ["ridge and lasso"] = [new L2(0.7), new L1(0.3)],
        ["three lassos"] = [new L1(0.1), new L1(0.2), new ElasticNet(0.2, 0.5)],
        ["lasso and bounds"] = [new L1(0.6), new Bounds(0.5, 1)],
        ["lasso, ridge and w ≥ 0"] = [new NonNegative(), new L1(0.3), new L2(0.5)],
        ["two bounds"] = [new Bounds(-0.5, 3), new Bounds(-3, 0.4), new L1(0.1)],
        ["groups and lasso"] = [new GroupLasso(0.6), new L1(0.3)],
        ["groups, lasso, ridge and w ≥ 0"] = [new L2(0.4), new NonNegative(), new GroupLasso(0.3, Groups.Units), new L1(0.2)],
        ["sparse groups and ridge"] = [new SparseGroupLasso(0.5, 0.4), new L2(0.8)],
        ["max-norm, lasso and w ≥ 0"] = [new MaxNorm(0.7), new L1(0.2), new NonNegative()],
        ["max-norm and ridge"] = [new L2(1), new MaxNorm(0.5)],
        ["L1 ball and w ≥ 0"] = [new L1Ball(1.5), new NonNegative()],
        ["L1 ball, lasso and ridge"] = [new L2(0.3), new L1(0.1), new L1Ball(1.5)],
        ["weighted lasso, lasso and bounds"] = [new Weighted(new L1(0.3), weights), new L1(0.2), new Bounds(-0.4, 0.6)],
        ["L1 toward values, ridge and bounds"] = [new Toward(new L1(0.3), origin), new L2(0.5), new Bounds(-0.5, 0.5)],
        ["groups toward values and ridge"] = [new Toward(new GroupLasso(0.3), origin), new L2(0.5)],
    };

    public static TheoryData<string> Names => [.. joined.Keys];


    static Tensor Stepped(Penalty[] parts, Tensor start, Func<Parameter, optim.Optimizer> make, Tensor gradient)
    {
        var layer = nn.Linear(3, 4, hasBias: false, dtype: ScalarType.Float64);
        using (no_grad()) layer.weight!.copy_(start);
        using var regularization = new Regularization(layer, [.. parts.Select(p => new Rule(p, mode: PenaltyMode.Proximal))]);
        using var optimizer = make(layer.weight!);
        layer.weight!.grad = gradient.clone();
        optimizer.step();
        regularization.ProximalStep(optimizer);
        return layer.weight!.detach();
    }

    static bool Allowed(Penalty[] parts, Tensor v) =>
        parts.Where(p => p.IsConstraint).All(p => double.IsFinite(p.Value(v).ToDouble()));

    static double Objective(Penalty[] parts, Tensor v, Tensor w, Tensor sizes) => !Allowed(parts, v) ? double.PositiveInfinity
        : (((v - w).square() / sizes).sum() / 2).ToDouble() + parts.Where(p => !p.IsConstraint).Sum(p => p.Value(v).ToDouble());

    static void ExpectBest(Penalty[] parts, Tensor v, Tensor w, Tensor sizes)
    {
        Assert.True(Allowed(parts, v));
        using var generator = new Generator(3);
        var best = Objective(parts, v, w, sizes);
        for (var attempt = 0; attempt < 600; attempt++)
        {
            using var scope = NewDisposeScope();
            var candidate = v + randn(v.shape, ScalarType.Float64, generator: generator) * Math.Pow(0.5, attempt % 20)
                * rand(v.shape, ScalarType.Float64, generator: generator).lt(0.4);
            if (attempt % 4 == 0) candidate = where(v.eq(0), v, candidate);
            foreach (var p in parts.Where(p => p.IsConstraint)) p.Prox(candidate, 1);
            Assert.InRange(best - Objective(parts, candidate, w, sizes), double.NegativeInfinity, 1e-10);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void No_search_beats_the_joint_prox_after_a_step_of_SGD(string name)
    {
        var parts = joined[name];
        for (ulong seed = 1; seed < 4; seed++)
        {
            var (start, gradient) = (LawPoints.Normal([4, 3], seed), LawPoints.Normal([4, 3], seed + 10));
            var v = Stepped(parts, start, w => optim.SGD([w], 0.7), gradient);
            ExpectBest(parts, v, start - gradient * 0.7, tensor(0.7, ScalarType.Float64));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void No_search_beats_the_joint_prox_in_Adagrads_metric(string name)
    {
        var parts = joined[name];
        for (ulong seed = 1; seed < 4; seed++)
        {
            var (start, gradient) = (LawPoints.Normal([4, 3], seed), LawPoints.Normal([4, 3], seed + 10));
            var v = Stepped(parts, start, w => optim.Adagrad([w], 0.5, eps: 0.1), gradient);
            var sizes = 0.5 / (gradient.abs() + 0.1);
            ExpectBest(parts, v, start - gradient * sizes, sizes);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_order_of_the_rules_does_not_matter(string name)
    {
        var (start, gradient) = (LawPoints.Normal([4, 3], 5), LawPoints.Normal([4, 3], 6));
        foreach (var make in new Func<Parameter, optim.Optimizer>[] { w => optim.SGD([w], 0.7), w => optim.Adam([w], 0.2) })
        {
            var forth = Stepped(joined[name], start, make, gradient);
            var back = Stepped([.. joined[name].Reverse()], start, make, gradient);
            Assert.InRange((forth - back).abs().max().ToDouble(), 0, 1e-14);
        }
    }

    [Theory]
    [
        InlineData("change signs"),
        InlineData("stay within the bounds"),
        InlineData("no joint prox"),
        InlineData("no weight is at least")
    ]
    public void What_has_no_joint_prox_is_refused_with_the_reason(string reason)
    {
        Penalty[] parts = reason switch
        {
            "change signs" => [new L1(0.1), new Toward(new L1(0.1), origin)],
            "stay within the bounds" => [new GroupLasso(0.1), new Bounds(0.1, 1)],
            "no joint prox" => [new GroupLasso(0.1), new MaxNorm(1)],
            _ => [new Bounds(1, 2), new Bounds(-1, 0)],
        };
        var message = Assert.Throws<ArgumentException>(() => Stepped(parts, origin, w => optim.SGD([w], 0.1), origin)).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains("weight carries", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_learning_rate_of_0_leaves_the_constraints_at_work()
    {
        var v = Stepped([new L1(0.5), new NonNegative()], origin, w => optim.SGD([w], 0), origin);
        Assert.True(v.eq(origin.clamp_min(0)).all().ToBoolean());
    }

    [Fact]
    public void Adam_zeroes_whole_units()
    {
        var layer = nn.Linear(3, 4, hasBias: false, dtype: ScalarType.Float64);
        using (no_grad()) layer.weight!.fill_(0.1);
        using var regularization = new Regularization(layer, new GroupLasso(0.6, Groups.Units), PenaltyMode.Proximal);
        using var optimizer = optim.Adam(layer.parameters(), 0.05);
        var goal = tensor(new double[,] { { 1, -2, 1 }, { 0.2, 0.3, 0.1 }, { 2, 0, 1 }, { -0.1, 0.2, 0.3 } });
        for (var step = 0; step < 1500; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.ParamGroups.First().LearningRate = 0.05 * Math.Pow(0.994, step);
            optimizer.zero_grad();
            (layer.weight! - goal).square().sum().mul(0.5).backward();
            optimizer.step();
            regularization.ProximalStep(optimizer);
        }
        var exact = goal.clone();
        new GroupLasso(0.6, Groups.Units).Prox(exact, 1);
        Assert.Equal(2, layer.weight!.eq(0).all(1).sum().ToInt64());
        Assert.InRange((layer.weight! - exact).abs().max().ToDouble(), 0, 1e-4);
    }
}
