namespace TorchReg.Tests.Solvers;

/// <summary>Laws and closed forms of the distance of given coefficients from an optimum.</summary>
public sealed class SuboptimalityTests
{
    static double[][] Columns(int rows) =>
        [.. Enumerable.Range(0, rows).Select(i =>
            new[] { Math.Sin(1 + 0.7 * i), 40 * Math.Cos(2.3 * i), 0.1 * Math.Sin(5.1 * i), 3 })];

    static Dataset Rows(int rows = 30)
    {
        var x = Columns(rows);
        return new(tensor(x.SelectMany(row => row).ToArray(), [rows, 4]),
            tensor(x.Select((row, i) => row[0] - 0.02 * row[1] + 0.3 * Math.Cos(3.1 * i)).ToArray(), [rows, 1]));
    }

    static Tensor Row(params double[] numbers) => tensor(numbers, [1, numbers.Length]);

    [Theory]
    [InlineData(1, 0.05)]
    [InlineData(0.5, 0.05)]
    [InlineData(0, 0.05)]
    [InlineData(1, 0)]
    public void A_fit_is_its_own_optimum(double ratio, double lambda)
    {
        using var scope = NewDisposeScope();
        var problem = new LinearProblem(Rows(), Losses.HalfSquaredError) { L1Ratio = ratio };
        var fit = problem.Fit(lambda);
        var found = Suboptimality.Of(problem, fit.Weight, fit.Bias, lambda);
        Assert.InRange(found.Share, 0, 1e-8);
        Assert.Equal((0, 0), (found.ShouldBeZero, found.ShouldNotBeZero));
    }

    // One column x, no intercept: J(w) − J(w*) = (x'x/n + λ)(w − w*)²/2.
    [Theory]
    [InlineData(ScalarType.Float64, 0.7)]
    [InlineData(ScalarType.Float32, -3)]
    [InlineData(ScalarType.Float16, 0.25)]
    public void Of_ridge_with_one_column_the_excess_is_a_parabola(ScalarType type, double w)
    {
        using var scope = NewDisposeScope();
        var (x, y) = (new[] { 1.0, 2, -1, 0.5 }, new[] { 0.9, 2.2, -0.7, 0.1 });
        var problem = new LinearProblem(new(tensor(x, [4, 1]), tensor(y, [4, 1])), Losses.HalfSquaredError)
        { L1Ratio = 0, Intercept = false };
        var curvature = x.Sum(v => v * v) / 4 + 0.3;
        var best = x.Zip(y, (a, b) => a * b).Sum() / 4 / curvature;
        var given = Row(w).to(type);
        var found = Suboptimality.Of(problem, given, null, 0.3);
        var own = given.to(ScalarType.Float64)[0, 0].ReadDouble();
        Assert.Equal(curvature * (own - best) * (own - best) / 2, found.Excess, 1e-12);
        Assert.InRange(found.Bound!.Value, found.Excess, double.MaxValue);
        Assert.Equal(Math.Abs(own - best), found.LargestDifference, 1e-7);
    }

    // The bias takes over what a constant column's weight does, so that its penalty alone is lost.
    [Theory]
    [InlineData(1, 0.4)]
    [InlineData(0.5, -0.4)]
    [InlineData(0, 0.4)]
    public void The_weight_of_a_constant_column_costs_its_penalty(double ratio, double w)
    {
        using var scope = NewDisposeScope();
        var problem = new LinearProblem(Rows(), Losses.HalfSquaredError) { L1Ratio = ratio };
        var fit = problem.Fit(0.05, new() { GapTolerance = 1e-13 });
        var moved = fit.Weight.clone();
        moved[0, 3] = tensor(w, dtype: ScalarType.Float64);
        var found = Suboptimality.Of(problem, moved, fit.Bias - tensor([3 * w]), 0.05);
        Assert.Equal(0.05 * ((ratio * Math.Abs(w)) + ((1 - ratio) * w * w / 2)), found.Excess, 1e-10);
        Assert.Equal(found.Excess, found.Given.Gap!.Value, 1e-8);
        Assert.Equal(1, found.ShouldBeZero);
    }

    [Theory]
    [InlineData(false, 0.3)]
    [InlineData(true, 0.02)]
    public void Every_bound_is_above_every_excess_and_the_excess_what_the_objective_says(bool classes, double lambda)
    {
        using var scope = NewDisposeScope();
        var rows = Rows();
        var y = rows.Targets.gt(Scalars.Of(0)).to(ScalarType.Int64).reshape(-1);
        var problem = classes ? new LinearProblem(new(rows.Features, y), Losses.BinaryCrossEntropy)
            : new LinearProblem(rows, Losses.HalfSquaredError);
        var random = new SplitMix64(3);
        for (var i = 0; i < 10; i++)
        {
            var found = Suboptimality.Of(problem, Row(random.Normal(), 0.1 * random.Normal(), random.Normal(), 0),
                tensor([random.Normal()]), lambda);
            Assert.Equal(found.Given.Objective - found.Optimum.Certificate.Objective, found.Excess, 1e-14);
            Assert.InRange(found.Bound!.Value, found.Excess, found.Given.Gap!.Value + 1e-12);
        }
    }

    [Fact]
    public void Softmax_and_groups_are_measured_too()
    {
        using var scope = NewDisposeScope();
        var rows = Rows();
        var y = arange(30, dtype: ScalarType.Int64).remainder(Scalars.Of(3));
        var problem = new LinearProblem(new(rows.Features, y), Losses.CrossEntropy) { GroupFeatures = true };
        var fit = problem.Fit(0.01);
        Assert.InRange(Suboptimality.Of(problem, fit.Weight, fit.Bias, 0.01).Share, 0, 1e-5);
        Assert.True(Suboptimality.Of(problem, zeros_like(fit.Weight), fit.Bias, 0.01).Excess > 1e-4);
    }

    [Fact]
    public void Coefficients_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        var problem = new LinearProblem(Rows(), Losses.HalfSquaredError);
        string Told(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;
        Assert.Contains("weight must be 1 × 4", Told(() => Suboptimality.Of(problem, Row(1, 2), null, 0.1)));
        Assert.Contains("bias must be 1 numbers", Told(() => Suboptimality.Of(problem, Row(1, 2, 3, 4), tensor([1.0, 2]), 0.1)));
        Assert.Contains("NaN", Told(() => Suboptimality.Of(problem, Row(1, double.NaN, 3, 4), null, 0.1)));
        Assert.Contains("no intercept",
            Told(() => Suboptimality.Of(problem with { Intercept = false }, Row(1, 2, 3, 4), tensor([1.0]), 0.1)));
        Assert.Contains("not convex",
            Told(() => Suboptimality.Of(problem with { Penalty = new LogSum(1) }, Row(1, 2, 3, 4), null, 0.1)));
    }
}
