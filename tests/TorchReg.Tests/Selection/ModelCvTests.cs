using TorchReg.Layers;
using TorchReg.Storage;
using TorchReg.Tests.Data;

namespace TorchReg.Tests.Selection;

/// <summary>Cross-validation of networks: λ differ in λ alone.</summary>
[Collection("Alone")]
public sealed class ModelCvTests : ScopedTests
{
    static readonly double[] lambdas = [0.3, 0.1, 0.03, 0];

    static Dataset Rows(int rows = 80, bool weighted = false)
    {
        using var generator = new Generator(1);
        var x = randn(rows, 6, generator: generator);
        var y = x.narrow(1, 0, 1) - x.narrow(1, 1, 1).abs() + 0.7 * randn(rows, 1, generator: generator);
        return new(x, y, weighted ? rand(rows, generator: generator) + 0.1f : null);
    }

    static nn.Module<Tensor, Tensor> Network(ulong seed) => nn.Sequential(
        ("first", Layer(6, 12, seed)), ("tanh", nn.Tanh()), ("drop", new InvertedDropout(0.2, seed)),
        ("last", Layer(12, 1, seed)));

    static nn.Module<Tensor, Tensor> Layer(int p, int k, ulong seed)
    {
        using var generator = new Generator(seed);
        var layer = nn.Linear(p, k);
        using (no_grad()) foreach (var own in layer.parameters()) own.copy_(0.5 * randn(own.shape, generator: generator));
        return layer;
    }

    static Regularization? L2Of(nn.Module model, double lambda) =>
        lambda == 0 ? null : new(model, new L2(lambda), PenaltyMode.Gradient);

    static TrainingOptions Options => new()
    {
        Epochs = 8,
        BatchSize = 16,
        LearningRate = 0.05,
        Seed = 5,
        EvaluateTraining = false,
        Optimizer = (parameters, rate) => optim.Adam(parameters, rate),
    };

    static ModelCv Cv(
        Func<ulong, nn.Module<Tensor, Tensor>>? make = null, TrainingOptions? options = null, Loss? loss = null) =>
        new(make ?? Network, L2Of, loss ?? Losses.HalfSquaredError, options ?? Options);

    // A fold's mean, then mean and standard error over folds: all by hand.
    [Theory, InlineData(false), InlineData(true)]
    public void It_is_the_loop_that_one_would_write_bit_for_bit(bool weighted)
    {
        using var data = Rows(weighted: weighted);
        var folds = Folds.Random(80, 4, seed: 3);
        var result = Cv().Run(data, folds, lambdas);
        var (means, weights) = (new double[4][], new double[4]);
        for (var f = 0; f < 4; f++)
        {
            var (train, test) = data.Split(folds[f]);
            means[f] = [.. lambdas.Select(lambda =>
            {
                using var model = Network(5 + (ulong)f);
                using var rules = L2Of(model, lambda);
                new Trainer(model, Losses.HalfSquaredError, rules, Options).Fit(train);
                var errors = (Evaluation.Predict(model, test).to(float64) - test.Targets.to(float64)).square() / 2;
                var (sum, weight) = (0.0, 0.0);
                foreach (var (error, i) in errors.data<double>().Select((error, i) => (error, i)))
                {
                    var own = test.Weights is { } given ? (double)given[i].item<float>() : 1;
                    sum += error * own;
                    weight += own;
                }
                weights[f] = weight;
                return sum / weight;
            })];
        }
        Assert.Equal(means, result.Curve.Folds);
        double Weighted(Func<int, double> value) => Enumerable.Range(0, 4).Sum(f => value(f) * weights[f]) / weights.Sum();
        for (var l = 0; l < 4; l++)
        {
            var (mean, best) = (Weighted(f => means[f][l]), result.Curve.MinIndex);
            var difference = Weighted(f => means[f][l] - means[f][best]);
            Assert.Equal(mean, result.Curve.Mean[l], 12);
            Assert.Equal(difference, result.Difference[l], 12);
            var error = Math.Sqrt(Weighted(f => Math.Pow(means[f][l] - means[f][best] - difference, 2)) / 3);
            Assert.Equal(error, result.DifferenceError[l], 12);
        }
    }

    // Noise of the targets is the same for all λ, and most of an error.
    [Fact]
    public void Paired_differences_are_surer_than_the_errors_themselves()
    {
        using var data = Rows(120);
        var result = Cv().Run(data, Folds.Random(120, 6, seed: 3), [0.1, 0.05, 0.02, 0.01, 0]);
        for (var l = 0; l < 5; l++)
            if (l != result.Curve.MinIndex)
            {
                var unpaired = Math.Sqrt(
                    Math.Pow(result.Curve.StandardError[l], 2) + Math.Pow(result.Curve.StandardError[result.Curve.MinIndex], 2));
                Assert.InRange(result.DifferenceError[l], 1e-9, 0.75 * unpaired);
            }
            else Assert.Equal((0, 0), (result.Difference[l], result.DifferenceError[l]));
        Assert.InRange(result.LambdaPaired, result.Curve.LambdaMin, double.MaxValue);
        Assert.Contains("λ.min", result.ToTable());
        Assert.Contains("paired differences up to λ", $"{result}");
    }

    // The factory and torch's dropout pass over the seed and draw from the default generator.
    static nn.Module<Tensor, Tensor> Unseeded(ulong seed) =>
        nn.Sequential(("first", nn.Linear(6, 12)), ("relu", nn.ReLU()), ("drop", nn.Dropout(0.3)), ("last", nn.Linear(12, 1)));

    [Fact]
    public void The_same_seed_gives_the_same_table_whatever_was_drawn_before_and_leaves_the_generator_alone()
    {
        using var data = Rows();
        var folds = Folds.Random(80, 4, seed: 3);
        manual_seed(1);
        var first = Cv(Unseeded).Run(data, folds, lambdas);
        var next = rand(3).data<float>().ToArray();
        manual_seed(1);
        Assert.Equal(next, rand(3).data<float>().ToArray());
        // λ come in any order.
        var second = Cv(Unseeded).Run(data, folds, [0.03, 0, 0.3, 0.1]);
        Assert.Equal(first.Curve.Folds, second.Curve.Folds);
        Assert.Equal(first.ToTable(), second.ToTable());
        Assert.NotEqual(first.Curve.Mean, Cv(Unseeded, Options with { Seed = 6 }).Run(data, folds, lambdas).Curve.Mean);
    }

    // Each call makes another network: the first of a fold is the start of all.
    [Fact]
    public void Models_begin_alike_and_draw_alike_also_where_the_factory_does_not_see_to_it()
    {
        using var data = Rows();
        var calls = 0UL;
        var result = new ModelCv(_ => Network(++calls), (_, _) => null, Losses.HalfSquaredError, Options)
            .Run(data, Folds.Random(80, 3, seed: 3), lambdas);
        Assert.All(result.Curve.Folds, fold => Assert.Single(fold.Distinct()));
        Assert.True(calls >= 12);
        var sizes = 3;
        Assert.Contains("must make the same network", Assert.Throws<ArgumentException>(
            () => Cv(_ => new Mlp([6, ++sizes, 1])).Run(data, Folds.Random(80, 3, seed: 3), lambdas)).Message);
    }

    [Fact]
    public void Linear_models_are_trained_at_once_to_the_same_numbers()
    {
        using var data = Rows(weighted: true);
        var folds = Folds.Random(80, 4, seed: 3);
        static nn.Module<Tensor, Tensor> Linear(ulong seed) => new LinearRegression(6);
        var (together, alone) = (
            Cv(Linear).Run(data, folds, lambdas),
            new ModelCv(Linear, L2Of, Losses.HalfSquaredError, Options) { Together = false }.Run(data, folds, lambdas));
        for (var l = 0; l < lambdas.Length; l++)
        {
            Assert.Equal(alone.Curve.Mean[l], together.Curve.Mean[l], 1e-5);
            Assert.Equal(alone.DifferenceError[l], together.DifferenceError[l], 1e-5);
        }
        // By hand, at once.
        var (train, test) = data.Split(folds[0]);
        var models = lambdas.Select(_ => Linear(0)).ToArray();
        using var stack = new ModelStack(models);
        new StackTrainer(stack, Losses.HalfSquaredError,
            [.. models.Zip(lambdas, (model, lambda) => new StackMember(L2Of(model, lambda), Options))]).Fit(train);
        for (var l = 0; l < lambdas.Length; l++)
            Assert.Equal(
                Evaluation.Of(models[l], test, Losses.HalfSquaredError).DataLoss, together.Curve.Folds[0][l], 1e-6);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void What_was_cancelled_goes_on_and_ends_with_the_same_bits(bool isLinear)
    {
        using var folder = new TemporaryFolder();
        using var data = Rows();
        var folds = Folds.Random(80, 4, seed: 3);
        Func<ulong, nn.Module<Tensor, Tensor>> make = isLinear ? _ => new LinearRegression(6) : Unseeded;
        ModelCv Kept() => new(make, L2Of, Losses.HalfSquaredError, Options) { ResumeFolder = folder.Path };
        using var source = new CancellationTokenSource();
        var told = new List<(int, int)>();
        Assert.ThrowsAny<OperationCanceledException>(() => Kept().Run(
            data, folds, lambdas, new Told(done => { if (done.Done == 6) source.Cancel(); }), source.Token));
        var resumed = Kept().Run(data, folds, lambdas, new Told(told.Add));
        Assert.Equal((16, 16), told[^1]);
        Assert.Equal(Cv(make).Run(data, folds, lambdas).Curve.Folds, resumed.Curve.Folds);
        string Refused(ModelCv cv, double[] others) =>
            Assert.Throws<OtherSettingsException>(() => cv.Run(data, folds, others)).Message;
        Assert.Contains("lambdas was", Refused(Kept(), [0.2, 0.1]));
        Assert.Contains("options.batchSize was 16 and is 8", Refused(
            new(make, L2Of, Losses.HalfSquaredError, Options with { BatchSize = 8 }) { ResumeFolder = folder.Path }, lambdas));
        Assert.Contains("penalties was", Refused(
            new(make, (model, lambda) => new(model, new L1(lambda)), Losses.HalfSquaredError, Options)
            { ResumeFolder = folder.Path }, lambdas));
    }

    sealed class Told(Action<(int Done, int Total)> act) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => act(value);
    }

    [Fact]
    public void A_lambda_that_diverges_is_worse_than_any_and_ends_no_other()
    {
        using var data = Rows();
        var cv = new ModelCv(
            Network, (model, lambda) => lambda == 0 ? null : new(model, new CustomPenalty("steep", w => w.pow(4).sum() * lambda)),
            Losses.HalfSquaredError, Options with { Optimizer = (parameters, rate) => optim.SGD(parameters, rate) });
        var result = cv.Run(data, Folds.Random(80, 3, seed: 3), [1e9, 0]);
        Assert.Equal((double.PositiveInfinity, 1), (result.Curve.Mean[0], result.Curve.MinIndex));
        Assert.Equal(0, result.LambdaPaired);
        Assert.Contains("λ.min, λ.1se, paired", result.ToTable());
    }

    [Fact]
    public void Classes_are_judged_by_their_loss_with_its_weights_or_by_what_is_asked_for()
    {
        using var generator = new Generator(2);
        var x = randn(90, 6, generator: generator);
        using var data = new Dataset(x, x.select(1, 0).gt(0.6).to(int64), rand(90, generator: generator) + 0.1f);
        var loss = Losses.CrossEntropyWith(classWeights: tensor(new[] { 0.5f, 3 }));
        var folds = Folds.Stratified(data.Classes(), 3, seed: 1);
        static nn.Module<Tensor, Tensor> Softmax(ulong seed) => new SoftmaxRegression(6, 2);
        var (train, test) = data.Split(folds[0]);
        using var model = Softmax(0);
        new Trainer(model, loss, null, Options).Fit(train);
        ModelCv Alone(Func<Tensor, Tensor, Tensor>? error) =>
            new(Softmax, (_, _) => null, loss, Options, error) { Together = false };
        Assert.Equal(
            Evaluation.Of(model, test, loss).DataLoss, Alone(null).Run(data, folds, [0, 1]).Curve.Folds[0][0], 1e-6);
        var wrong = Evaluation.Predict(model, test).argmax(1).ne(test.Targets).to(float64);
        Assert.Equal(
            ((wrong * test.Weights!).sum() / test.Weights!.sum()).ToDouble(),
            Alone(SizeSearch.WrongAnswer).Run(data, folds, [0, 1]).Curve.Folds[0][0], 1e-6);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var data = Rows();
        var folds = Folds.Random(80, 3, seed: 3);
        string Refused(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;
        Assert.Contains("There is no λ", Refused(() => Cv().Run(data, folds, [])));
        Assert.Contains("λ = 0.1 is given twice", Refused(() => Cv().Run(data, folds, [0.1, 0.1])));
        Assert.Contains("lambdas must be", Refused(() => Cv().Run(data, folds, [-1])));
        Assert.Contains("at least 2 folds; given 1", Refused(() => Cv().Run(data, [folds[0]], [1])));
        Assert.Contains("is in no fold", Refused(() => Cv().Run(data, Folds.Random(79, 3, seed: 3), [1])));
        Assert.Contains("name a ResumeFolder", Refused(() => Cv(options: Options with { Checkpoints = new("x") })));
        Assert.Contains("give rowError", Refused(() => Cv(loss: Losses.Cox).Run(data, folds, [1])));
        Assert.Contains("one number for each of", Refused(() => new ModelCv(
            Network, L2Of, Losses.HalfSquaredError, Options, (predictions, _) => predictions.sum()).Run(data, folds, [1])));
    }
}
