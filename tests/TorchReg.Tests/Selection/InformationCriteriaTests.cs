namespace TorchReg.Tests.Selection;

/// <summary>
/// Degrees of freedom, criteria, generalized cross-validation and relaxed refits, against their definitions written out.
/// </summary>
public class InformationCriteriaTests
{
    static Dataset Data(long n = 40, long p = 6)
    {
        var generator = new Generator(3);
        var x = randn([n, p], ScalarType.Float64, generator: generator);
        return new(x, (x[.., 0] * 2 - x[.., 1] + randn([n], ScalarType.Float64, generator: generator)).unsqueeze(1));
    }

    // tr H of ŷ = H y, from fits to every unit vector: fits are linear in y as long as the same weights are not 0.
    static double TraceByUnitVectors(Dataset data, Func<Dataset, Tensor> predict)
    {
        var rows = (int)data.Rows;
        return Enumerable.Range(0, rows).Sum(i =>
        {
            using var unit = new Dataset(data.Features.clone(), eye(rows, dtype: ScalarType.Float64)[.., i].unsqueeze(1).clone());
            return predict(unit)[i].ToDouble();
        });
    }

    [Fact]
    public void Rows_of_weight_0_are_none_that_criteria_count()
    {
        using var data = Data();
        var counts = arange(Scalars.Of(0), Scalars.Of(40), Scalars.One, ScalarType.Float64).remainder(Scalars.Of(3));
        var kept = counts.nonzero().squeeze(1);
        using var all = new Dataset(data.Features.clone(), data.Targets.clone(), counts);
        using var some = all.Select(kept);
        var options = new PathOptions { Lambdas = [1, 0.3, 0.1, 0.03] };
        var problem = new LinearProblem(all, Losses.HalfSquaredError);
        foreach (var (mine, its) in InformationCriteria.Of(RegularizationPath.Fit(problem, options)).Zip(
            InformationCriteria.Of(RegularizationPath.Fit(problem with { Data = some }, options))))
        {
            Assert.Equal(its.Aic, mine.Aic, 1e-6);
            Assert.Equal(its.Aicc, mine.Aicc, 1e-6);
            Assert.Equal(its.Ebic(), mine.Ebic(), 1e-6);
        }
        var ridge = problem with { L1Ratio = 0 };
        var (values, others) = (RidgeGcv.Of(ridge, options).Values, RidgeGcv.Of(ridge with { Data = some }, options).Values);
        foreach (var (mine, its) in values.Zip(others)) Assert.Equal(its, mine, 1e-8);
    }

    [Fact]
    public void Ridges_degrees_of_freedom_are_the_trace_of_its_hat()
    {
        using var data = Data();
        var problem = new LinearProblem(data, Losses.HalfSquaredError) { L1Ratio = 0 };
        const double Lambda = 0.7;
        var df = InformationCriteria.Of(RegularizationPath.Fit(problem, new() { Lambdas = [Lambda] }))[0].DegreesOfFreedom;
        var trace = TraceByUnitVectors(
            data, unit => (problem with { Data = unit }).Fit(Lambda).Predict(unit.Features).squeeze(1));
        Assert.Equal(trace, df, 1e-8);
        Assert.Equal(trace, RidgeGcv.Of(problem, new() { Lambdas = [Lambda] }).DegreesOfFreedom[0], 1e-8);
    }

    [Fact]
    public void Generalized_cross_validation_is_its_formula_and_near_leave_one_out()
    {
        using var data = Data();
        var problem = new LinearProblem(data, Losses.HalfSquaredError) { L1Ratio = 0 };
        var gcv = RidgeGcv.Of(problem, new() { Lambdas = [3, 1, 0.3, 0.1, 0.03] });
        var fit = problem.Fit(0.3);
        var mean = (fit.Predict(data.Features) - data.Targets).square().mean().ToDouble();
        Assert.Equal(mean / Math.Pow(1 - gcv.DegreesOfFreedom[2] / data.Rows, 2), gcv.Values[2], 1e-8);
        var leaveOneOut = CrossValidation.Of(problem, new()
        { Folds = Folds.Given([.. Enumerable.Range(0, (int)data.Rows)]), Path = new() { Lambdas = gcv.Lambdas } });
        Assert.Equal(gcv.Best.Lambda, leaveOneOut.Curve.LambdaMin);
        Assert.All(gcv.Values.Zip(leaveOneOut.Curve.Mean), pair => Assert.InRange(pair.First / pair.Second, 0.9, 1.1));
    }

    [Fact]
    public void The_lassos_degrees_of_freedom_are_its_nonzeros_and_criteria_follow()
    {
        using var data = Data();
        var path = RegularizationPath.Fit(new(data, Losses.HalfSquaredError), new() { Lambdas = [1, 0.1] });
        foreach (var (fit, diagnostics) in path.Fits.Zip(InformationCriteria.Of(path)))
        {
            Assert.Equal(fit.NonZeros + 1, diagnostics.DegreesOfFreedom);
            var deviance = data.Rows * Math.Log((fit.Predict(data.Features) - data.Targets).square().mean().ToDouble());
            Assert.Equal(deviance + 2 * diagnostics.DegreesOfFreedom, diagnostics.Aic, 1e-8);
            Assert.Equal(deviance + Math.Log(data.Rows) * diagnostics.DegreesOfFreedom, diagnostics.Bic, 1e-8);
            var (n, k) = (40.0, diagnostics.DegreesOfFreedom);
            // C. M. Hurvich, C.-L. Tsai: n log σ² + n(1 + k/n)/(1 − (k + 2)/n), which counts n and the variance as constants.
            var original = deviance + n * (1 + k / n) / (1 - (k + 2) / n);
            Assert.Equal(original - n - 2, diagnostics.Aicc, 1e-8);
            double[] binomials = [1, 6, 15, 20, 15, 6, 1];
            foreach (var gamma in new[] { 0, 0.5, 1 })
                Assert.Equal(diagnostics.Bic + 2 * gamma * Math.Log(binomials[fit.NonZeros]), diagnostics.Ebic(gamma), 1e-8);
        }
    }

    [Fact]
    public void A_relaxed_fit_is_least_squares_on_the_chosen_features()
    {
        using var data = Data();
        var problem = new LinearProblem(data, Losses.HalfSquaredError);
        var lasso = problem.Fit(0.4);
        Assert.Equal(2, lasso.NonZeros);
        var relaxed = RelaxedFit.Of(problem, lasso, ridge: 1e-10);
        using var design = cat([data.Features[.., ..2], ones([data.Rows, 1L], ScalarType.Float64)], 1);
        var squares = linalg.lstsq(design, data.Targets).Solution.squeeze(1);
        Assert.InRange((relaxed.Weight[0, ..2] - squares[..2]).abs().max().ToDouble(), 0, 1e-7);
        Assert.Equal(2, relaxed.NonZeros);
        var half = RelaxedFit.Of(problem, lasso, gamma: 0.5, ridge: 1e-10);
        Assert.InRange((half.Weight * 2 - lasso.Weight - relaxed.Weight).abs().max().ToDouble(), 0, 1e-12);
    }

    [Fact]
    public void Criteria_of_classes_count_deviance_and_free_parameters()
    {
        using var known = Synthetic.Classification(rows: 60, columns: 5, classes: 3, nonZero: 2, seed: 3);
        var path = RegularizationPath.Fit(new(known.Data, Losses.CrossEntropy), new() { Lambdas = [0.1, 0.03] });
        foreach (var (fit, diagnostics) in path.Fits.Zip(InformationCriteria.Of(path)))
        {
            var (deviance, k) = (120 * fit.Certificate.Loss, fit.NonZeros + 2.0);
            Assert.Equal(deviance + 2 * k + 2 * k * (k + 1) / (60 - k - 1), diagnostics.Aicc, 1e-8);
            var models = Enumerable.Range(0, fit.NonZeros).Sum(i => Math.Log(15 - i) - Math.Log(i + 1));
            Assert.Equal(deviance + Math.Log(60) * k + models, diagnostics.Ebic(), 1e-8);
        }
    }

    [Theory]
    [InlineData(InformationCriterion.Aic), InlineData(InformationCriterion.Aicc)]
    [InlineData(InformationCriterion.Bic), InlineData(InformationCriterion.Ebic)]
    public void A_criterion_takes_its_least_value(InformationCriterion criterion)
    {
        using var data = Data();
        var path = RegularizationPath.Fit(new(data, Losses.HalfSquaredError), new() { Count = 30 });
        var choice = CriterionChoice.Of(path, criterion);
        var values = InformationCriteria.Of(path).Select(one => one.By(criterion)).ToArray();
        Assert.Equal(values, choice.Values);
        Assert.Equal(values.Min(), choice.Values[choice.MinIndex]);
        Assert.Same(path.Fits[choice.MinIndex], choice.Best);
    }

    [Fact]
    public void Of_many_columns_without_meaning_the_extended_criterion_takes_fewer()
    {
        using var known = Synthetic.Regression(rows: 60, columns: 200, nonZero: 3, noise: 1, seed: 8);
        var path = RegularizationPath.Fit(new(known.Data, Losses.HalfSquaredError), new() { MaxActive = 30 });
        var (bic, ebic, aicc) = (CriterionChoice.Of(path, InformationCriterion.Bic), CriterionChoice.Of(path),
            CriterionChoice.Of(path, InformationCriterion.Aicc));
        Assert.True(ebic.Best.NonZeros < bic.Best.NonZeros, $"{ebic} and {bic}");
        Assert.True(double.IsFinite(aicc.Values[aicc.MinIndex]));
        Assert.Equal(InformationCriterion.Ebic, ebic.Criterion);
    }
}
