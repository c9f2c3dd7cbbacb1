using System.Text.Json;
using TorchReg.Tests.Reference;
using TorchReg.Tests.Solvers;

namespace TorchReg.Tests.Selection;

/// <summary>glmnet's lasso path and its cross-validation, number for number.</summary>
public class GlmnetGaussianTests
{
    static readonly JsonElement reference = ReferenceFile.Read("linear_regression.json");
    static readonly JsonElement glmnetPath = reference.GetProperty("glmnet_path"), glmnetCv = reference.GetProperty("glmnet_cv");

    static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetDouble())];

    static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [Fact]
    public void The_path_has_glmnets_lambdas_and_ends_where_it_ends()
    {
        using var data = LinearRegressionFixtureTests.Data();
        var path = RegularizationPath.Fit(new(data, Losses.HalfSquaredError));
        Near(Numbers(glmnetPath.GetProperty("lambda")), path.Lambdas, 1e-6);
        Assert.NotNull(path.EndedEarly);
        var beta = glmnetPath.GetProperty("beta_columns_are_lambdas").Tensor();
        Assert.All(path.Fits.Index(), pair =>
            Assert.InRange((pair.Item.Weight[0] - beta[.., pair.Index]).abs().max().ToDouble(), 0, 1e-4));
        Near(Numbers(glmnetPath.GetProperty("intercept")), [.. path.Fits.Select(fit => fit.Bias.ToDouble())], 1e-4);
        Assert.All(path.Fits, fit => Assert.True(fit.Converged));
    }

    [Fact]
    public void Cross_validation_is_glmnets()
    {
        using var data = LinearRegressionFixtureTests.Data();
        var folds = Folds.Given([.. glmnetCv.GetProperty("foldid").EnumerateArray().Select(f => f.GetInt32())]);
        var cv = CrossValidation.Of(new(data, Losses.HalfSquaredError), new() { Folds = folds, FoldLambdas = FoldLambdas.Own });
        Near(Numbers(glmnetCv.GetProperty("lambda")), cv.Curve.Lambdas, 1e-6);
        Near(Numbers(glmnetCv.GetProperty("cv_mean_squared_error")), cv.Curve.Mean, 1e-5);
        Near(Numbers(glmnetCv.GetProperty("standard_error")), cv.Curve.StandardError, 1e-5);
        Assert.Equal(glmnetCv.GetProperty("lambda_min").GetDouble(), cv.Curve.LambdaMin, 1e-8);
        Assert.Equal(glmnetCv.GetProperty("lambda_1se").GetDouble(), cv.Curve.LambdaOneStandardError, 1e-8);
    }
}
