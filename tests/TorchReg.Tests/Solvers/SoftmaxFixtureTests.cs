using System.Text.Json;
using TorchReg.Tests.Reference;

namespace TorchReg.Tests.Solvers;

/// <summary>
/// Reference fits of softmax regression, found again by every method; with L1 alone W is not unique, but objective and
/// probabilities are.
/// </summary>
[Trait("Speed", "Slow")]
public class SoftmaxFixtureTests
{
    static readonly JsonElement reference = ReferenceFile.Read("softmax.json");

    internal static Dataset Data() => new(reference.GetProperty(
        "X").Tensor(), reference.GetProperty("y").Tensor().to(ScalarType.Int64));

    public static TheoryData<int, SolverMethod> Fits => LinearRegressionFixtureTests.OfEvery(reference);

    [Theory, MemberData(nameof(Fits))]
    public void A_reference_fit_is_found_again(int index, SolverMethod method)
    {
        var fit = reference.GetProperty("fits")[index];
        var ratio = fit.GetProperty("l1_ratio").GetDouble();
        using var data = Data();
        var problem = new LinearProblem(data, Losses.CrossEntropy) { L1Ratio = ratio };
        var ours = problem.Fit(fit.GetProperty("alpha").GetDouble(), new() { Method = method, DistanceTolerance = 1e-9 });
        Assert.True(ours.Converged, ours.ToString());
        var objective = fit.GetProperty("objective").GetDouble();
        Assert.Equal(objective, ours.Certificate.Objective, 1e-7 * objective);
        var probabilities = fit.GetProperty("probabilities_first_5_rows").Tensor();
        Assert.InRange((ours.Predict(data.Features[..5]).softmax(1) - probabilities).abs().max().ToDouble(), 0, 1e-5);
        var (distance, scale) = DistanceToOptimality(data, ours, ratio);
        Assert.InRange(distance, 0, 5e-9 * scale);
        if (ratio == 1) return;
        var w = fit.GetProperty("W").Tensor();
        Assert.InRange((ours.Weight - w).abs().max().ToDouble(), 0, 1e-5);
        Assert.Equal(fit.GetProperty("nonzeros").GetInt32(), ours.NonZeros);
        Assert.True(ours.Weight.ne(0).eq(w.ne(0)).all().ToBoolean(), "the same weights are 0");
    }

    // Written out in plain loops over raw rows and columns, in float64, from the coefficients alone: none of the solvers' code.
    // Optimal: g + λ(1 − ρ)w = −λρ sign w where w ≠ 0, |g| ≤ λρ where w = 0, and 0 for the biases.
    static (double Distance, double Scale) DistanceToOptimality(Dataset data, LinearFit fit, double ratio)
    {
        var (x, y) = (data.Features.to(ScalarType.Float64).data<double>().ToArray(), data.Targets.data<long>().ToArray());
        var (w, b) = (fit.Weight.contiguous().data<double>().ToArray(), fit.Bias.data<double>().ToArray());
        var (rows, outputs, columns) = (y.Length, b.Length, w.Length / b.Length);
        var (gradient, atNull, slopes) = (new double[w.Length], new double[w.Length], new double[outputs]);
        for (var i = 0; i < rows; i++)
        {
            var z = Enumerable.Range(0, outputs).Select(
                k => b[k] + Enumerable.Range(0, columns).Sum(j => w[k * columns + j] * x[i * columns + j])).ToArray();
            var total = z.Sum(value => Math.Exp(value - z.Max()));
            for (var k = 0; k < outputs; k++)
            {
                var hit = y[i] == k ? 1 : 0;
                var residual = (Math.Exp(z[k] - z.Max()) / total - hit) / rows;
                slopes[k] += residual;
                for (var j = 0; j < columns; j++)
                {
                    gradient[k * columns + j] += residual * x[i * columns + j];
                    atNull[k * columns + j] += (y.Count(c => c == k) / (double)rows - hit) / rows * x[i * columns + j];
                }
            }
        }
        var distances = gradient.Zip(w, (g, weight) => weight != 0
            ? Math.Abs(g + fit.Lambda * ((1 - ratio) * weight + ratio * Math.Sign(weight)))
            : Math.Max(Math.Abs(g) - fit.Lambda * ratio, 0));
        return (distances.Concat(slopes.Select(Math.Abs)).Max(), atNull.Max(Math.Abs));
    }

    [Theory, InlineData(0.0), InlineData(0.5), InlineData(1.0)]
    public void The_certificate_is_what_autograd_finds(double ratio)
    {
        using var data = Data();
        var fit = new LinearProblem(data, Losses.CrossEntropy) { L1Ratio = ratio }.Fit(0.02, new() { DistanceTolerance = 1e-3 });
        var model = new SoftmaxRegression(12, 4).to(ScalarType.Float64);
        using (no_grad()) { model.Weight.copy_(fit.Weight); model.Bias.copy_(fit.Bias); }
        var certificate = Certificate.Of(
            model, data, Losses.CrossEntropy, new Regularization(model, new ElasticNet(0.02, ratio)));
        // Ours is measured on centred columns, where a bias's gradient does not enter the weights'.
        Assert.InRange(certificate.Distance, 0, 1e-3);
        Assert.InRange(fit.Certificate.Distance, certificate.Distance / 2 - 1e-12, certificate.Distance * 2 + 1e-12);
    }

    [Fact]
    public void The_deviance_ratios_are_glmnets()
    {
        var glmnet = reference.GetProperty("glmnet_l1");
        using var data = Data();
        var path = TorchReg.Selection.RegularizationPath.Fit(
            new(data, Losses.CrossEntropy), new()
            {
                Lambdas = [.. glmnet.GetProperty(
                "lambda").EnumerateArray().Select(l => l.GetDouble())],
                Solver = new() { DistanceTolerance = 1e-9 }
            });
        var expected = glmnet.GetProperty("deviance_ratio").EnumerateArray().Select(d => d.GetDouble());
        Assert.All(expected.Zip(path.Fits), pair => Assert.Equal(pair.First, path.ExplainedDeviance(pair.Second), 1e-6));
    }
}
