namespace TorchReg.Tests.Solvers;

// Closed forms and laws: losses of the loop in linear problems, against arithmetic of the test's own.
public class OtherLossesTests
{
    const int Rows = 60, Columns = 5;

    // Sines far from orthogonal, without a generator whose numbers could change.
    static Tensor X() => tensor(
        [.. Enumerable.Range(0, Rows * Columns).Select(e => Math.Sin((e / Columns + 1) * 0.7 * (e % Columns + 1) + e % Columns))],
        [Rows, Columns]);

    static Tensor Counts() =>
        tensor([.. Enumerable.Range(0, Rows).Select(i => Math.Floor(4 * Math.Exp(0.9 * Math.Sin(0.7 * (i + 1)))) + i * 7 % 3)]);

    // Numbers with gross errors in every seventh row.
    static Tensor Outliers() =>
        tensor([.. Enumerable.Range(0, Rows).Select(i => 2 * Math.Sin(0.7 * (i + 1)) + i * 7 % 5 * 0.2 + (i % 7 == 0 ? 30 : 0))]);

    static double[] Numbers(Tensor t) => t.reshape(-1).data<double>().ToArray();

    // Loss and gradient, rows by rows in plain arithmetic: [features…, bias].
    static (double Loss, double[] Gradient) At(
        Func<double, double, (double Loss, double Slope)> row, double[] x, double[] y, LinearFit fit)
    {
        var (w, b) = (Numbers(fit.Weight), Numbers(fit.Bias)[0]);
        var (loss, gradient) = (0.0, new double[Columns + 1]);
        for (var i = 0; i < Rows; i++)
        {
            var z = b + Enumerable.Range(0, Columns).Sum(j => w[j] * x[i * Columns + j]);
            var (l, slope) = row(z, y[i]);
            loss += l / Rows;
            for (var j = 0; j < Columns; j++) gradient[j] += slope * x[i * Columns + j] / Rows;
            gradient[Columns] += slope / Rows;
        }
        return (loss, gradient);
    }

    static (double, double) Poisson(double z, double y) => (Math.Exp(z) - y * z, Math.Exp(z) - y);

    static (double, double) Huber(double z, double y)
    {
        var r = Math.Abs(z - y);
        return r <= 1 ? (r * r / 2, z - y) : (r - 0.5, Math.Sign(z - y));
    }

    public static TheoryData<string, SolverMethod, double> Problems() => new()
    {
        { "Poisson", SolverMethod.Auto, 1 }, { "Poisson", SolverMethod.Fista, 1 }, { "Poisson", SolverMethod.Newton, 0.5 },
        { "Poisson", SolverMethod.Auto, 0 }, { "Huber(1)", SolverMethod.Auto, 1 }, { "Huber(1)", SolverMethod.Fista, 0.5 },
            { "Huber(1)", SolverMethod.Auto, 0 },
    };

    [Theory, MemberData(nameof(Problems))]
    public void The_elastic_net_of_every_loss_is_stationary_by_plain_arithmetic(string name, SolverMethod method, double ratio)
    {
        const double Lambda = 0.05;
        var isPoisson = name == "Poisson";
        using var data = new Dataset(X(), isPoisson ? Counts() : Outliers());
        var loss = isPoisson ? Losses.Poisson : Losses.Huber();
        Assert.Equal(name, loss.Name);
        var fit = new LinearProblem(data, loss)
        { L1Ratio = ratio }.Fit(Lambda, new() { Method = method, DistanceTolerance = 1e-8, GapTolerance = 1e-12 });
        var (value, g) = At(isPoisson ? Poisson : Huber, Numbers(data.Features), Numbers(data.Targets), fit);
        var w = Numbers(fit.Weight);
        Assert.True(fit.Converged, fit.ToString());
        Assert.Equal(value, fit.Certificate.Loss, 10);
        Assert.Equal(value + Lambda * w.Sum(v => ratio * Math.Abs(v) + (1 - ratio) / 2 * v * v), fit.Certificate.Objective, 10);
        Assert.InRange(Math.Abs(g[Columns]), 0, 1e-6);
        for (var j = 0; j < Columns; j++)
        {
            var smooth = g[j] + Lambda * (1 - ratio) * w[j];
            Assert.InRange(w[j] == 0 ? Math.Abs(smooth) - Lambda * ratio
                : Math.Abs(smooth + Lambda * ratio * Math.Sign(w[j])), double.NegativeInfinity, 1e-6);
        }
        Assert.True(w.Max(Math.Abs) > 0.1);
    }

    [Fact]
    public void Alone_the_bias_is_the_logarithm_of_the_mean_count_and_Hubers_estimate_of_location()
    {
        using var counts = new Dataset(X(), Counts());
        Assert.Equal(Math.Log(Numbers(Counts()).Average()), new LinearProblem(counts, Losses.Poisson).Fit(100).Bias.ToDouble(),
            9);
        using var numbers = new Dataset(X(), Outliers());
        var bias = new LinearProblem(numbers, Losses.Huber()).Fit(100, new() { DistanceTolerance = 1e-10 }).Bias.ToDouble();
        Assert.Equal(0, Numbers(Outliers()).Sum(y => Math.Clamp(bias - y, -1, 1)), 7);
        Assert.True(Numbers(Outliers()).Average() > bias + 2);
    }

    [Fact]
    public void Many_counts_need_no_luck_of_the_first_step()
    {
        using var data = new Dataset(X(), Counts() * 1e6);
        foreach (var method in Enum.GetValues<SolverMethod>())
        {
            var fit = new LinearProblem(data, Losses.Poisson).Fit(1e4, new() { Method = method });
            Assert.True(fit.Converged, $"{method}: {fit}");
            Assert.InRange(fit.Bias.ToDouble(), 13, 17);
        }
    }

    [Fact]
    public void A_path_of_counts_is_cross_validated_by_their_deviance()
    {
        using var data = new Dataset(X(), Counts());
        var problem = new LinearProblem(data, Losses.Poisson);
        var folds = Folds.Given([.. Enumerable.Range(0, Rows).Select(i => i % 5)]);
        var cv = CrossValidation.Of(problem, new() { Folds = folds, Path = new() { Count = 8, Ratio = 0.05, EndEarly = false } });
        Assert.All(cv.Path.Fits, fit => Assert.True(fit.Converged, fit.ToString()));
        using var train = data.Select(folds[0].Train);
        var alone = (problem with { Data = train }).Fit(cv.Curve.Lambdas[^1], new() { DistanceTolerance = 1e-8 });
        var (x, y) = (Numbers(data.Features), Numbers(data.Targets));
        var deviance = folds[0].Test.Average(i =>
        {
            var z = alone.Bias.ToDouble() + Enumerable.Range(0, Columns).Sum(
                j => alone.Weight[0, j].ToDouble() * x[i * Columns + j]);
            return 2 * ((y[i] > 0 ? y[i] * (Math.Log(y[i]) - z) : 0) - y[i] + Math.Exp(z));
        });
        Assert.Equal(deviance, cv.Curve.Folds[0][^1], 3);
        Assert.InRange(cv.Path.ExplainedDeviance(cv.Path.Fits[^1]), 0.3, 1);
    }

    [Fact]
    public void What_a_loss_lacks_is_said_by_its_name()
    {
        using var data = new Dataset(X(), Counts());
        string Refused(Loss loss) => Assert.Throws<ArgumentException>(() => new LinearProblem(data, loss).Fit(0.1)).Message;
        Assert.Contains("mean absolute error has no curvature", Refused(Losses.MeanAbsoluteError), StringComparison.Ordinal);
        Assert.Contains("hinge has no curvature", Refused(Losses.Hinge), StringComparison.Ordinal);
        using var negative = new Dataset(X(), Outliers() - 20);
        var wrongCounts = Assert.Throws<ArgumentException>(() => new LinearProblem(negative, Losses.Poisson).Fit(0.1)).Message;
        Assert.Contains("needs counts, 0 or more", wrongCounts, StringComparison.Ordinal);
        var newton = new SolverOptions { Method = SolverMethod.Newton };
        var wrong = Assert.Throws<NotSupportedException>(() => new LinearProblem(data, Losses.Huber()).Fit(0.1, newton));
        Assert.Contains("Huber(1) has none", wrong.Message, StringComparison.Ordinal);
        using var none = new Dataset(X(), zeros(Rows, ScalarType.Float64));
        var empty = Assert.Throws<ArgumentException>(() => new LinearProblem(none, Losses.Poisson).Fit(0.1)).Message;
        Assert.Contains("the bias would be −∞", empty, StringComparison.Ordinal);
    }

    // The library's logistic regression, written once more as a user would.
    sealed class OwnLogistic : Datafit
    {
        public override Tensor Targets(Dataset data, bool hasIntercept, int classes) =>
            data.Targets.to(ScalarType.Float64).reshape(1, -1);
        public override Tensor Rows(Tensor z, Tensor y) => (nn.functional.softplus(z) - z * y).sum([-2L]);
        public override Tensor Mean(Tensor z) => z.sigmoid();
        public override Tensor Curvature(Tensor mean, Tensor y) => mean * (1 - mean);
        public override Tensor Deviance(Tensor mean, Tensor y) => -2 * (y * mean.log() + (1 - y) * (1 - mean).log()).sum([-2L]);
    }

    [Theory]
    [InlineData(SolverMethod.Auto), InlineData(SolverMethod.Fista)]
    public void A_loss_of_ones_own_is_solved_like_the_librarys(SolverMethod method)
    {
        using var data = new Dataset(X(), Outliers().gt(1).to(ScalarType.Int64));
        var own = Loss.Of("own logistic", (z, y) => nn.functional.softplus(z) - z * y, new OwnLogistic());
        var options = new SolverOptions { Method = method, DistanceTolerance = 1e-9 };
        var (a, b) = (new LinearProblem(data, own).Fit(0.02, options),
            new LinearProblem(data, Losses.BinaryCrossEntropy).Fit(0.02, options));
        Assert.InRange((a.Weight - b.Weight).abs().max().ToDouble(), 0, 1e-6);
        Assert.True(a.Weight.abs().max().ToDouble() > 0.5);
    }
}
