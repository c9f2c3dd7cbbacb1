using System.Globalization;
using TorchReg.Dialects;

namespace TorchReg.Tests.Dialects;

/// <summary>
/// Each system's settings, converted and fitted here, give the intercept and weights that the system itself gave.
/// </summary>
public sealed class RegressionGoldenTests
{
    static readonly double[] ridge = [0.2863909757, 1.2238808917, -1.6331148987, 0.0117681631, 0.4160370371];
    static readonly double[] lasso = [0.3405635382, 1.2826538396, -1.7627221600, 0, 0.3056965345];

    public static readonly TheoryData<string, double[]> Rows = new()
    {
        { "article.001 lambda2=0.1", ridge }, { "keras.mse l2=0.1", ridge }, { "tensorflow.mse l2_loss=0.2", ridge },
        { "pytorch.MSELoss weight_decay=0.2", ridge }, { "sklearn.Ridge alpha=2", ridge }, { "article.002 lambda2=0.1", ridge },
        { "article.001 lambda1=0.1", lasso }, { "keras.mse l1=0.2", lasso }, { "sklearn.Lasso alpha=0.1", lasso },
        { "glmnet.gaussian lambda=0.1 alpha=1", lasso }, { "article.004 lambda=4", lasso },
        { "keras.mse l1=0.1", [0.3195659673, 1.3909015499, -1.8789242658, 0, 0.4070591239] },
        { "sklearn.ElasticNet alpha=0.1 l1_ratio=0.5", [0.3124434000, 1.2503332862, -1.6914926436, 0, 0.3660540962] },
        { "glmnet.gaussian lambda=0.1 alpha=0.5", [0.3152529833, 1.3056224826, -1.7652654509, 0, 0.3821853121] },
        { "glmnet.gaussian lambda=0.1 alpha=0", [0.2898406761, 1.3256537388, -1.7677376065, 0.0126271365, 0.4499692925] },
    };

    [Theory, MemberData(nameof(Rows))]
    public void SSE_over_2n_gives_the_systems_own_minimiser(string settings, double[] expected) =>
        Near(expected, Fit(settings, LossForm.HalfSquaredError, Sines.HalfSquaredError, 0.2));

    [Theory, MemberData(nameof(Rows))]
    public void SSE_over_n_with_its_own_weights_gives_the_same_minimiser(string settings, double[] expected) =>
        Near(expected, Fit(settings, LossForm.MeanSquaredError, Sines.MeanSquaredError, 0.1));

    [Fact]
    public void The_spread_of_y_is_the_one_that_glmnet_saw() =>
        Assert.Equal(Sines.TargetSpread, Sines.Y.sub(Sines.Y.mean()).square().mean().sqrt().ToDouble(), 1e-10);

    [Fact]
    public void The_least_lambda_that_makes_all_zero_is_the_reference()
    {
        var gradient = (Sines.Y.mean() - Sines.Y).t().mm(Sines.X) / Sines.Rows;
        Assert.Equal(0.8990102432, new L1(1).LambdaMax(gradient), 1e-10);
        var centred = Sines.X - Sines.X.mean([0L], keepdim: true);
        var standardized = centred / centred.square().mean([0L], keepdim: true).sqrt();
        Assert.Equal(1.2704329952, new L1(1).LambdaMax((Sines.Y.mean() - Sines.Y).t().mm(standardized) / Sines.Rows), 1e-10);
    }

    static double[] Fit(string settings, LossForm form, SmoothGradient gradient, double step)
    {
        var words = settings.Split(' ');
        var values = words[1..]
            .Select(word => word.Split('='))
            .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
        var weights = NamedDialects.Get(words[0]).Read(values, new(form, Sines.Rows, Sines.TargetSpread));
        var (w, b) = NaiveSolver.Minimise(gradient, ElasticNet.FromWeights(weights.L1, weights.L2), 1, step);
        return [b.ToDouble(), .. w.data<double>().ToArray()];
    }

    static void Near(double[] expected, double[] actual)
    {
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.Equal(expected.Select(value => value == 0), actual.Select(value => value == 0));
    }
}
