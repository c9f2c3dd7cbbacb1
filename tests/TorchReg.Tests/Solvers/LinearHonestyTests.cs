namespace TorchReg.Tests.Solvers;

// Regressions: what the linear wing says of its fits, against arithmetic of the test's own on the raw columns.
public class LinearHonestyTests
{
    static Tensor Normal(int seed, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return randn(shape, ScalarType.Float64, generator: generator);
    }

    // SSE/(2n), and the distance of −gradient to λ∂‖·‖₁ over raw columns, written out.
    static (double Loss, double Distance) Lasso(Dataset data, LinearFit fit, double lambda)
    {
        var residual = fit.Predict(data.Features) - data.Targets.reshape(-1, 1);
        var g = residual.t().matmul(data.Features) / data.Rows;
        var w = fit.Weight;
        var distance = where(w.ne(0), (g + w.sign() * lambda).abs(), (g.abs() - lambda).clamp_min(0)).max().ToDouble();
        return (residual.square().sum().ToDouble() / 2 / data.Rows, Math.Max(distance, Math.Abs(residual.mean().ToDouble())));
    }

    [Fact]
    public void A_relaxed_fit_carries_the_certificate_of_its_own_coefficients()
    {
        var x = Normal(1, 60, 8);
        using var data = new Dataset(x, (x[.., 0] * 3 - x[.., 1] + Normal(2, 60)).unsqueeze(1));
        var problem = new LinearProblem(data, Losses.HalfSquaredError);
        var fit = problem.Fit(0.5);
        foreach (var gamma in new[] { 0, 0.4 })
        {
            var relaxed = RelaxedFit.Of(problem, fit, gamma);
            var (loss, distance) = Lasso(data, relaxed, 0.5);
            Assert.Equal(loss, relaxed.Certificate.Loss, 10);
            Assert.Equal(loss + 0.5 * relaxed.Weight.abs().sum().ToDouble(), relaxed.Certificate.Objective, 10);
            Assert.Equal(distance, relaxed.Certificate.Distance, 10);
            // No optimum of the lasso: the gap bounds how far it is.
            Assert.InRange(relaxed.Certificate.Objective - fit.Certificate.Objective, 1e-6,
                relaxed.Certificate.Gap!.Value + 1e-9);
            Assert.True(relaxed.Converged);
        }
    }

    /// <summary>w = w₁ − w₂ with w₁ = −w₂: (λ/2)(‖w₁‖² + ‖w₂‖²) is (λ/4)‖w‖², and λ(‖w₁‖₁ + ‖w₂‖₁) is λ‖w‖₁.</summary>
    [Theory]
    [InlineData(0, 2), InlineData(1, 1)]
    public void One_logit_for_two_classes_is_two_with_twice_the_l2_and_the_same_l1(double l1Ratio, double factor)
    {
        var x = Normal(20, 90, 3);
        var y = (x[.., 0] - x[.., 1] * 0.5 + Normal(21, 90) * 0.7).gt(0);
        using var one = new Dataset(x, y.to(ScalarType.Float64).unsqueeze(1));
        using var two = new Dataset(x.clone(), y.to(ScalarType.Int64));
        SolverOptions exact = new() { DistanceTolerance = 1e-10, GapTolerance = 1e-10 };
        var logistic = new LinearProblem(one, Losses.BinaryCrossEntropy) { L1Ratio = l1Ratio }.Fit(0.1, exact).Weight;
        var softmax = new LinearProblem(two, Losses.CrossEntropy) { L1Ratio = l1Ratio }.Fit(0.1 * factor, exact).Weight;
        Assert.InRange((logistic[0] - (softmax[1] - softmax[0])).abs().max().ToDouble(), 0, 1e-7);
        Assert.True(logistic.abs().max().ToDouble() > 0.2);
        if (factor == 1) return;
        var same = new LinearProblem(two, Losses.CrossEntropy) { L1Ratio = l1Ratio }.Fit(0.1, exact).Weight;
        Assert.True((logistic[0] - (same[1] - same[0])).abs().max().ToDouble() > 0.05);
    }

    [Theory]
    [InlineData(LossKind.SquaredError), InlineData(LossKind.Logistic)]
    public void The_distance_is_that_of_the_raw_columns(LossKind loss)
    {
        // Columns of different sizes, far from 0.
        var x = Normal(3, 80, 4) * tensor(new double[] { 1, 100, 0.01, 10 }) + tensor(new double[] { 0, 500, 3, -40 });
        var y = (x[.., 0] + x[.., 1] / 100 - 5 + Normal(4, 80)).unsqueeze(1);
        using var data = new Dataset(x, loss == LossKind.Logistic ? y.gt(0).to(ScalarType.Float64) : y);
        foreach (var isStandardized in new[] { false, true })
        {
            const double Lambda = 0.05;
            var problem = new LinearProblem(data, loss.Loss()) { Standardize = isStandardized };
            // Squared error's own method leaves no distance to tell by.
            var method = loss == LossKind.SquaredError ? SolverMethod.Fista : SolverMethod.Auto;
            var fit = problem.Fit(Lambda, new() { DistanceTolerance = 1e-3, GapTolerance = 1e-3, Method = method });
            var z = fit.Predict(data.Features);
            var residual = (loss == LossKind.Logistic ? z.sigmoid() : z) - data.Targets;
            var g = residual.t().matmul(x) / 80;
            // Standardized, a raw weight pays λ times its column's deviation.
            var unit = isStandardized ? x.std([0L], unbiased: false) * Lambda : full([4L], Lambda, ScalarType.Float64);
            var distances = where(fit.Weight.ne(0), (g + fit.Weight.sign() * unit).abs(), (g.abs() - unit).clamp_min(0));
            var expected = Math.Max(distances.max().ToDouble(), Math.Abs(residual.mean().ToDouble()));
            Assert.True(expected > 1e-9);
            Assert.Equal(expected, fit.Certificate.Distance, expected * 1e-6 + 1e-11);
        }
    }

    [Theory]
    [InlineData(0), InlineData(0.5), InlineData(1)]
    public void Targets_far_from_zero_cost_no_digits(double l1Ratio)
    {
        var x = Normal(5, 50, 5);
        var y = (x[.., 0] + Normal(6, 50) * 0.5).unsqueeze(1);
        using var near = new Dataset(x, y);
        using var far = new Dataset(x.clone(), y + 1e8);
        var (a, b) = (new LinearProblem(near, Losses.HalfSquaredError)
        { L1Ratio = l1Ratio }.Fit(0.05), new LinearProblem(far, Losses.HalfSquaredError) { L1Ratio = l1Ratio }.Fit(0.05));
        Assert.True(b.Converged);
        // y + 1e8 itself keeps eight digits behind the point.
        Assert.Equal(a.Certificate.Objective, b.Certificate.Objective, 7);
        Assert.InRange((a.Weight - b.Weight).abs().max().ToDouble(), 0, 1e-6);
        Assert.Equal(a.Bias.ToDouble() + 1e8, b.Bias.ToDouble(), 6);
        Assert.InRange(b.Certificate.Distance, 0, 1e-5);
    }

    [Fact]
    public void Offsets_and_several_outputs_keep_their_means()
    {
        var x = Normal(7, 50, 3);
        var (y, offsets) = (cat([x[.., 0].unsqueeze(1) + 1e6, x[.., 1].unsqueeze(1) - 7], 1), Normal(8, 50, 2) + 300);
        using var data = new Dataset(x, y);
        using var shifted = new Dataset(x.clone(), y - offsets);
        var given = new LinearProblem(data, Losses.HalfSquaredError) { Offsets = offsets }.Fit(0.01);
        var taken = new LinearProblem(shifted, Losses.HalfSquaredError).Fit(0.01);
        Assert.InRange((given.Weight - taken.Weight).abs().max().ToDouble(), 0, 1e-6);
        Assert.InRange((given.Bias - taken.Bias).abs().max().ToDouble(), 0, 1e-5);
    }

    [Fact]
    public void Constant_columns_and_no_intercept_leave_nothing_to_fit()
    {
        using var data = new Dataset(ones(6, 2, ScalarType.Float64), arange(6, ScalarType.Float64).unsqueeze(1));
        var problem = new LinearProblem(data, Losses.HalfSquaredError) { Intercept = false, Standardize = true };
        Assert.Contains(
            "nothing is left to fit", Assert.Throws<ArgumentException>(() => problem.Fit(0.1)).Message, StringComparison.Ordinal);
        Assert.Equal(2.5, (problem with { Intercept = true }).Fit(0.1).Bias.ToDouble(), 12);
    }

    [Fact]
    public void A_fold_whose_tested_rows_weigh_nothing_is_passed_over()
    {
        var x = Normal(9, 40, 3);
        var folds = Folds.Random(40, 4, 1);
        var weights = ones(40, ScalarType.Float64);
        foreach (var row in folds[2].Test) weights[row] = 0;
        using var data = new Dataset(x, (x[.., 0] + Normal(10, 40)).unsqueeze(1), weights);
        var cv = CrossValidation.Of(new LinearProblem(data, Losses.HalfSquaredError), new()
        { Folds = folds, Path = new() { Lambdas = [0.5, 0.1, 0.01] } });
        var three = cv.Curve.Folds.Where((_, f) => f != 2).ToArray();
        var held = folds.Where((_, f) => f != 2).Select(fold => (double)fold.Test.Length).ToArray();
        for (var l = 0; l < 3; l++)
        {
            var mean = three.Zip(held, (fold, n) => fold[l] * n).Sum() / held.Sum();
            Assert.Equal(mean, cv.Curve.Mean[l], 12);
            Assert.Equal(Math.Sqrt(three.Zip(held, (fold, n) => n * Math.Pow(fold[l] - mean, 2)).Sum() / held.Sum() / 2),
                cv.Curve.StandardError[l], 12);
        }
        Assert.True(cv.Curve.LambdaMin > 0);
    }

    [Fact]
    public void A_fold_that_trains_on_rows_without_weight_is_refused()
    {
        using var data = new Dataset(Normal(11, 6, 2), Normal(12, 6, 1), tensor(new double[] { 0, 0, 0, 1, 1, 1 }));
        var folds = Folds.Given([0, 0, 0, 1, 1, 1]);
        Assert.Contains("trains on rows of weight 0 only", Assert.Throws<ArgumentException>(() =>
            CrossValidation.Of(new LinearProblem(data, Losses.HalfSquaredError), new() { Folds = folds })).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_and_classes_without_weight_are_refused()
    {
        var x = Normal(13, 6, 2);
        using var one = new Dataset(x, ones(6, ScalarType.Int64));
        Assert.Contains(
            "All rows (that count) are " +
            "of class 1", Assert.Throws<ArgumentException>(() => new LinearProblem(one, Losses.BinaryCrossEntropy).Fit(0.1))
                .Message, StringComparison.Ordinal);
        using var weighted = new Dataset(
            x.clone(), tensor(new long[] { 0, 0, 1, 1, 2, 2 }), tensor(new double[] { 1, 1, 1, 1, 0, 0 }));
        Assert.Contains(
            "class 2 all have the " +
            "weight 0", Assert.Throws<ArgumentException>(() => new LinearProblem(weighted, Losses.CrossEntropy).Fit(0.1)).Message,
                StringComparison.Ordinal);
        using var far = new Dataset(x.clone(), tensor(new long[] { 0, 0, 1, 1, 1, 1_000_000_000 }));
        Assert.Contains(
            "Class 2 of", Assert.Throws<ArgumentException>(() => new LinearProblem(far, Losses.CrossEntropy).Fit(0.1)).Message,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0), InlineData(1e6)]
    public void An_exact_optimum_of_scale_zero_has_converged(double y)
    {
        using var data = new Dataset(Normal(14, 30, 3), full([30L, 1L], y, ScalarType.Float64));
        foreach (var ratio in new[] { 0, 0.5, 1 })
        {
            var fit = new LinearProblem(data, Losses.HalfSquaredError) { L1Ratio = ratio }.Fit(0.1);
            Assert.True(fit.Converged, fit.ToString());
            Assert.Equal(y, fit.Bias.ToDouble(), 8);
        }
    }

    [Fact]
    public void A_constant_column_without_a_penalty_is_refused_by_ridge()
    {
        using var data = new Dataset(full([7L, 1L], 0.1, ScalarType.Float64), Normal(15, 7, 1));
        Assert.Contains(
            "Column 0 is constant", Assert.Throws<ArgumentException>(() => Ridge.Fit(data, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Degrees_of_freedom_count_what_is_free()
    {
        // The third column is the sum of the others, with weights of all three that are not 0 once a factor frees them.
        var x = Normal(16, 50, 2);
        using var dependent = new Dataset(cat([x, x.sum([1L], keepdim: true)], 1), (x[.., 0] * 2 + x[.., 1]).unsqueeze(1));
        var dense = new LinearProblem(dependent, Losses.HalfSquaredError);
        var fit = new LinearFit(0.1, ones(1, 3, ScalarType.Float64), zeros(1, ScalarType.Float64), new(1, 1, 0, null), true, 1);
        var path = new RegularizationPath(dense, 1, 1, [fit], null);
        Assert.Equal(2 + 1, InformationCriteria.Of(path)[0].DegreesOfFreedom);

        using var classes = new Dataset(Normal(17, 60, 2), arange(60, ScalarType.Int64).remainder(3));
        var softmax = RegularizationPath.Fit(new(classes, Losses.CrossEntropy), new() { Lambdas = [10] });
        Assert.Equal(2, InformationCriteria.Of(softmax)[0].DegreesOfFreedom);
    }
}
