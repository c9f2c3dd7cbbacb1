using TorchReg.Dialects;

namespace TorchReg.Tests.Dialects;

/// <summary>Softmax regression fitted here agrees with glmnet's multinomial family.</summary>
public sealed class MultinomialGoldenTests
{
    static readonly Problem problem = new(LossForm.CrossEntropy, Sines.Rows);

    static (Tensor W, Tensor B) Fit(Penalty penalty) => NaiveSolver.Minimise(Sines.CrossEntropy, penalty, 3, 0.4);

    static ElasticNet Glmnet(double lambda, double alpha)
    {
        var weights = NamedDialects
            .Get("glmnet.multinomial")
            .Read(new Dictionary<string, double> { ["lambda"] = lambda, ["alpha"] = alpha }, problem);
        return ElasticNet.FromWeights(weights.L1, weights.L2);
    }

    static void Near(double[] expected, Tensor actual) =>
        Assert.All(
            expected.Zip(actual.contiguous().data<double>().ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-9));

    [Fact]
    public void The_lasso_keeps_feature_2_alone()
    {
        var (w, b) = Fit(Glmnet(0.02, 1));
        Near([5.9999048141, 0, -5.8974963532], w[.., 2]);
        Near([-2.0152063177, 1.7301255901, 0.2850807276], b);
        Assert.Equal(2, w.count_nonzero().ToInt64());
    }

    [Fact]
    public void The_ridge_shrinks_feature_2() =>
        Near([2.9677246562, -0.0466897929, -2.9210348633], Fit(Glmnet(0.02, 0)).W[.., 2]);

    [Fact]
    public void The_grouped_lasso_keeps_or_drops_whole_features() =>
        Near([4.446577138, -0.0433909938, -4.4031861442], Fit(new GroupLasso(0.05, Groups.Features)).W[.., 2]);

    [Fact]
    public void The_least_lambdas_that_make_all_zero_are_the_reference()
    {
        // With no weights the biases that fit are the classes' log frequencies.
        var gradient = Sines.CrossEntropy(zeros([3, Sines.Features], ScalarType.Float64), Sines.OneHot.mean([0L]).log()).W;
        Assert.Equal(0.2889371837, new L1(1).LambdaMax(gradient), 1e-10);
        Assert.Equal(0.3967196468, new GroupLasso(1, Groups.Features).LambdaMax(gradient), 1e-10);
    }
}
