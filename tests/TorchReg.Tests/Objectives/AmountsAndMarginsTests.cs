namespace TorchReg.Tests.Objectives;

// Closed forms: the Gamma and the squared hinge loss in a loop, and what ledgers say of them.
public class AmountsAndMarginsTests
{
    static readonly double[] z = [-1.2, 0.3, 0.9, 2.5, 1, -0.4], y = [0.2, 1.1, 3, 0.7, 9, 4];

    static double[] Numbers(Tensor t) => t.reshape(-1).to(ScalarType.Float64).data<double>().ToArray();

    [Fact]
    public void Gammas_value_and_gradient_are_their_formulas()
    {
        using var at = tensor(z, [6, 1], requires_grad: true);
        var value = Losses.Gamma.Value(at, tensor(y, [6, 1]));
        value.backward();
        Assert.Equal(z.Zip(y, (z, y) => z + y * Math.Exp(-z)).Average(), value.ToDouble(), 12);
        Assert.All(z.Zip(y, Numbers(at.grad!)), row => Assert.Equal((1 - row.Second * Math.Exp(-row.First)) / 6, row.Third, 12));
    }

    [Fact]
    public void The_squared_hinge_pulls_on_every_score_that_falls_short()
    {
        double[] scores = [0.5, -2, 0.2, 1.5, 0.4, -0.3];
        using var at = tensor(scores, [2, 3], requires_grad: true);
        var value = Losses.SquaredHinge.Value(at, tensor([0L, 2L]));
        value.backward();
        double[] signs = [1, -1, -1, -1, -1, 1];
        double[] @short = [.. scores.Zip(signs, (z, s) => Math.Max(0, 1 - s * z))];
        Assert.Equal(@short.Sum(m => m * m) / 2, value.ToDouble(), 12);
        Assert.All(signs.Zip(@short, Numbers(at.grad!)), row => Assert.Equal(-row.First * row.Second, row.Third, 12));
    }

    [Fact]
    public void One_score_stands_for_two_classes_however_they_are_written()
    {
        var scores = tensor(z, [6, 1]);
        long[] classes = [0, 1, 1, 0, 1, 0];
        var expected = z.Zip(classes, (z, c) => Math.Pow(Math.Max(0, 1 - (2 * c - 1) * z), 2)).Average();
        var numbers = tensor(classes).to(ScalarType.Float64);
        Assert.Equal(expected, Losses.SquaredHinge.Value(scores, tensor(classes)).ToDouble(), 12);
        Assert.Equal(expected, Losses.SquaredHinge.Value(scores, numbers.unsqueeze(1)).ToDouble(), 12);
        Assert.Equal(expected, Losses.SquaredHinge.Value(scores.squeeze(1), numbers).ToDouble(), 12);
        using var model = nn.Linear(1, 1);
        using var data = new Dataset(scores.to(ScalarType.Float32), tensor(classes));
        using (no_grad())
        {
            model.weight!.fill_(1);
            model.bias!.fill_(0);
        }
        Assert.Equal(5 / 6.0, Evaluation.Of(model, data, Losses.SquaredHinge).Accuracy, 12);
    }

    [Fact]
    public void Targets_that_are_none_are_told()
    {
        string Refused(Loss loss, Tensor target) =>
            Assert.Throws<ArgumentException>(() => loss.Value(tensor(z, [6, 1]), target)).Message;
        Tensor With(double wrong) => tensor([.. y.Select((v, i) => i == 2 ? wrong : v)], [6, 1]);
        Assert.StartsWith("A target is 0; the Gamma loss needs numbers above 0.", Refused(Losses.Gamma, With(0)));
        Assert.StartsWith("A target is NaN;", Refused(Losses.Gamma, With(double.NaN)));
        Assert.Contains("the targets 0 and 1 (not −1)", Refused(Losses.SquaredHinge, tensor([1.0, -1, 1, 1, 1, 1], [6, 1])));
        Assert.Contains("the targets 0 and 1 (not −1)", Refused(Losses.SquaredHinge, tensor([0L, 1, 2, 1, 1, 1])));
        Assert.Contains("give one class index a row", Refused(Losses.SquaredHinge, tensor([0L, 1])));
        Assert.Contains("broadcasting", Refused(Losses.Gamma, tensor(y)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Ledgers_tell_the_share_of_the_deviance_that_is_explained(bool isGamma)
    {
        var loss = isGamma ? Losses.Gamma : Losses.Poisson;
        double[] targets = isGamma ? y : [0, 1, 3, 12, 4, 0], c = [1, 2, 0, 1, 3, 1];
        using var data = new Dataset(tensor(z, [6, 1]), tensor(targets, [6, 1]), tensor(c));
        using var model = nn.Linear(1, 1, dtype: ScalarType.Float64);
        using (no_grad())
        {
            model.weight!.fill_(0.4);
            model.bias!.fill_(0.7);
        }
        double Deviance(Func<double, double> of) => Enumerable.Range(0, 6).Sum(i =>
        {
            var mean = of(z[i]);
            var ratio = targets[i] / mean;
            return c[i] * (isGamma ? ratio - Math.Log(ratio) - 1
                : (targets[i] > 0 ? targets[i] * Math.Log(ratio) : 0) - targets[i] + mean);
        });
        var average = targets.Zip(c, (y, c) => y * c).Sum() / c.Sum();
        var expected = 1 - Deviance(z => Math.Exp(0.4 * z + 0.7)) / Deviance(_ => average);
        Assert.Equal(expected, Evaluation.Of(model, data, loss).Metrics[Metric.ExplainedDeviance], 10);
    }

    [Fact]
    public void Trained_models_reach_the_exact_solvers_optimum()
    {
        using var data = new Dataset(tensor(z, [6, 1]).to(ScalarType.Float32), tensor(y, [6, 1]).to(ScalarType.Float32));
        using var model = new LinearRegression(1);
        var trainer = new Trainer(model, Losses.Gamma, null, new() { Epochs = 400, BatchSize = 6, LearningRate = 0.5 });
        var history = trainer.Fit(data);
        using var exact = new Dataset(data.Features.to(ScalarType.Float64), data.Targets.to(ScalarType.Float64));
        var optimum = TorchReg.Solvers.LinearSolver.Fit(new(exact, Losses.Gamma), 0, new() { DistanceTolerance = 1e-10 });
        Assert.Equal(optimum.Certificate.Loss, history.Epochs[^1].Training!.DataLoss, 5);
    }
}
