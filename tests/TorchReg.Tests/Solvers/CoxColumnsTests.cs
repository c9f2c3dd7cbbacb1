namespace TorchReg.Tests.Solvers;

// Cox regression by columns and by groups: agreement with proximal steps by tensors; its second derivative; its baseline hazard.
public class CoxColumnsTests
{
    static readonly SolverOptions tight = new() { GapTolerance = 1e-10, DistanceTolerance = 1e-8 };

    static Tensor Normal(int seed, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return randn(shape, ScalarType.Float64, generator: generator);
    }

    static LinearProblem Problem(bool hasTies, bool isWeighted = false, int rows = 80)
    {
        var x = Normal(1, rows, 9) * (1 + arange(9, ScalarType.Float64) % 3) + 2;
        var times = (x[.., 0] * 0.5 - x[.., 1] * 0.3 + Normal(2, rows) * 0.7).exp();
        if (hasTies) times = (times * 2).ceil();
        var events = Normal(3, rows).gt(-0.4).to(ScalarType.Float64);
        var weights = isWeighted ? (Normal(4, rows).abs() * 2).floor() : null;
        return new(new Dataset(x, stack([times, events], 1), weights), Losses.Cox);
    }

    [Theory, Trait("Speed", "Slow")]
    [InlineData(false, false), InlineData(true, false), InlineData(true, true)]
    public void It_finds_what_proximal_steps_find(bool hasTies, bool isWeighted)
    {
        using var scope = NewDisposeScope();
        var plain = Problem(hasTies, isWeighted);
        var groups = new ColumnGroups([0, 0, 1, 1, 1, 2, 2, 3, 3]);
        foreach (var problem in new[]
        {
            plain, plain with { L1Ratio = 0.4, Standardize = true }, plain with { Intercept = false },
            plain with { PenaltyFactors = [1, 2, 0, 1, 1, 1, 1, 0.5, 1] }, plain with { Offsets = Normal(5, 80) * 0.5 },
            plain with { LowerBounds = new double[9] }, plain with { Penalty = new GroupLasso(1, groups) },
        })
        {
            var largest = RegularizationPath.Fit(problem, new() { Count = 2, Ratio = 0.9 }).LambdaMax;
            var own = problem.Fit(0.1 * largest, tight);
            var other = problem.Fit(0.1 * largest, tight with { Method = SolverMethod.Fista, MaxSteps = 100_000 });
            Assert.True(own.Converged && own.NonZeros > 0, own.ToString());
            Assert.Equal(0, own.Bias[0].ToDouble());
            Assert.Equal(other.Certificate.Objective, own.Certificate.Objective, 1e-8 * Math.Abs(other.Certificate.Objective));
            Assert.True((own.Weight - other.Weight).abs().max().ToDouble() < 1e-4);
            var rows = SparseFeatures.Of(plain.Data.Features);
            var data = new Dataset(rows, plain.Data.Targets.clone(), plain.Data.Weights?.clone());
            var stored = (problem with { Data = data }).Fit(
                0.1 * largest, tight with { GapTolerance = 1e-8, DistanceTolerance = 1e-6 });
            Assert.True(stored.Converged, stored.ToString());
            Assert.True((own.Weight - stored.Weight).abs().max().ToDouble() < 1e-3);
        }
    }

    [Fact]
    public void Curvature_and_coupling_are_the_second_derivative()
    {
        using var scope = NewDisposeScope();
        var random = new Random(1);
        double[] Drawn(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 2 - 1)];
        double[] y = [3, -1, 2, 2, -2, 5, 4, 4, -6, 1], shares = [.1, .1, .2, .1, 0, .1, .1, .1, .1, .1];
        var (loss, z, a) = (new CoxRows(y, shares), Drawn(10), Drawn(10));
        double[] At(double length)
        {
            var u = new double[10];
            loss.Gradient([.. z.Zip(a, (own, way) => own + length * way)], u);
            return u;
        }
        var h = new double[10];
        loss.Curvature(z, h);
        var coupling = loss.Coupling(z);
        var products = new double[coupling.Count];
        coupling.Products(a, products);
        var curved = a.Select((value, i) => h[i] * value * value).Sum() - products.Sum(value => value * value);
        var difference = At(1e-5).Zip(At(-1e-5), (plus, minus) => (plus - minus) / 2e-5).Zip(a, (g, way) => g * way).Sum();
        Assert.Equal(difference, curved, 1e-8);
        Assert.True(products.Sum(value => value * value) > 0.01);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Without_weights_the_baseline_is_Nelson_and_Aalens_and_expected_events_are_those_that_were(bool isWeighted)
    {
        using var scope = NewDisposeScope();
        var problem = Problem(hasTies: true, isWeighted);
        var (time, isEvent) = (Numbers(problem.Data.Targets[.., 0]), Numbers(problem.Data.Targets[.., 1]));
        var weight = problem.Data.Weights is { } given ? Numbers(given) : [.. time.Select(_ => 1.0)];
        var none = BaselineHazard.Of(problem, problem.Fit(1e3));
        foreach (var t in new[] { 0.5, 2, 3.5, 8, 1e9 })
        {
            var sum = time.Distinct().Where(s => s <= t).Sum(s =>
                Enumerable.Range(0, 80).Sum(i => time[i] == s ? weight[i] * isEvent[i] : 0)
                / Math.Max(Enumerable.Range(0, 80).Sum(i => time[i] >= s ? weight[i] : 0), 1e-9));
            Assert.Equal(sum, none.At(t), 1e-12);
        }
        var fit = problem.Fit(0.01);
        Assert.True(fit.NonZeros > 0);
        var baseline = BaselineHazard.Of(problem, fit);
        var z = Numbers(fit.Predict(problem.Data.Features));
        Assert.Equal(Enumerable.Range(0, 80).Sum(i => weight[i] * isEvent[i]),
            Enumerable.Range(0, 80).Sum(i => weight[i] * baseline.At(time[i]) * Math.Exp(z[i])), 1e-8);
        // Probabilities fall with time and with risk, and the median is where they pass one half.
        var survival = Numbers(baseline.Survival(tensor(new[] { -1.0, 0, 1 }), baseline.Times[3]));
        Assert.True(survival[0] > survival[1] && survival[1] > survival[2] && survival[2] > 0);
        Assert.Equal(1, Numbers(baseline.Survival(tensor(new[] { 2.0 }), 0))[0]);
        var median = baseline.Median(z[0]);
        Assert.True(Numbers(baseline.Survival(tensor(new[] { z[0] }), median))[0] <= 0.5);
        Assert.True(Numbers(baseline.Survival(tensor(new[] { z[0] }), median * (1 - 1e-9)))[0] > 0.5);
        Assert.Equal(double.PositiveInfinity, baseline.Median(-50));
    }

    static double[] Numbers(Tensor t) => [.. t.contiguous().data<double>()];

    [Fact]
    public void A_baseline_of_another_loss_is_refused()
    {
        using var scope = NewDisposeScope();
        var problem = new LinearProblem(new Dataset(Normal(1, 20, 2), Normal(2, 20, 1)), Losses.HalfSquaredError);
        Assert.Contains("a baseline hazard is of Losses.Cox", Assert.Throws<ArgumentException>(
            () => BaselineHazard.Of(problem, problem.Fit(0.1))).Message, StringComparison.OrdinalIgnoreCase);
    }
}
