using System.Globalization;
using TorchReg.Tests.TorchApi;

namespace TorchReg.Tests.Soundness;

/// <summary>
/// The library's long loops under constant gen-0 collections, on several threads at once, give the numbers that they give in
/// peace: no native object is freed while libtorch reads it. TORCHREG_STRESS=20 runs each 20 times.
/// </summary>
[Collection(nameof(Alone))]
[Trait("Speed", "Slow")]
public sealed class CollectorStressTests
{
    const int Threads = 3;

    static int Runs =>
        int.TryParse(Environment.GetEnvironmentVariable("TORCHREG_STRESS"), CultureInfo.InvariantCulture, out var runs)
            ? runs
            : 1;

    public static TheoryData<string> Loops => [.. loops.Keys];

    static readonly Dictionary<string, Func<double>> loops = new()
    {
        ["cross-validation, lasso"] = () => CrossValidated(new(Rows(), Losses.HalfSquaredError)),
        ["cross-validation, groups"] = () =>
            CrossValidated(new(Rows(outputs: 2), Losses.HalfSquaredError) { GroupFeatures = true }),
        ["penalties by operators"] = ByOperators,
        ["trainer, closed form and proximal steps"] = ProximalTraining,
        ["trainer, dropout and Adam"] = NetworkTraining,
        ["models of a stack"] = StackTraining,
    };

    [Theory, MemberData(nameof(Loops))]
    public void Under_constant_collections_the_numbers_are_those_of_peace(string name)
    {
        var expected = loops[name]();
        for (var run = 0; run < Runs; run++)
            Assert.All(UnderCollections(loops[name]), number => Assert.Equal(expected, number));
    }

    static double[] UnderCollections(Func<double> loop)
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested) GC.Collect(0);
        });
        collector.Start();
        try
        {
            var numbers = new double[Threads];
            var failures = new Exception?[Threads];
            var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() =>
            {
                try { numbers[i] = loop(); }
                catch (Exception failure) { failures[i] = failure; }
            })).ToArray();
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
            return failures.OfType<Exception>().FirstOrDefault() is { } first
                ? throw new InvalidOperationException(first.Message, first)
                : numbers;
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }

    static Dataset Rows(int outputs = 1)
    {
        using var generator = new Generator(5);
        var x = randn([60, 12], ScalarType.Float64, generator: generator);
        var noise = randn([60, (long)outputs], ScalarType.Float64, generator: generator);
        return new(x, x.narrow(1, 0, outputs) * Scalars.Of(2.0) - x.narrow(1, 3, outputs) - noise);
    }

    static double CrossValidated(LinearProblem problem)
    {
        using var scope = NewDisposeScope();
        var cv = CrossValidation.Of(
            problem,
            new()
            {
                Folds = Folds.Random(60, 4, seed: 1),
                Path = new() { Count = 12, Ratio = 0.02 }
            });
        return cv.Curve.Mean.Sum();
    }

    static double ByOperators()
    {
        using var scope = NewDisposeScope();
        Penalty[] penalties =
        [
            new L1(0.1),
            new L2(0.2),
            new ElasticNet(0.3, 0.5),
            new GroupLasso(0.1),
            new SparseGroupLasso(0.1, 0.5),
            new Orthogonality(0.1)
        ];
        // With gaps between its elements, so that libtorch's operators do the work.
        var w = linspace(-1, 1, 96, ScalarType.Float64).reshape(6, 16).slice(1, 0, 16, 2);
        var total = 0.0;
        for (var i = 0; i < 50; i++)
            foreach (var penalty in penalties)
            {
                using var step = NewDisposeScope();
                var gradient = zeros_like(w);
                penalty.AddGradient(w, gradient);
                total += penalty.Value(w).ReadDouble() + penalty.SubdifferentialDistance(w, gradient).sum().ReadDouble();
            }
        return total;
    }

    static double ProximalTraining()
    {
        using var scope = NewDisposeScope();
        using var model = new LinearRegression(12);
        foreach (var parameter in model.parameters()) nn.init.zeros_(parameter);
        using var regularization = new Regularization(model, new L1(0.05), PenaltyMode.Proximal);
        var history = new Trainer(
            model,
            Losses.MeanSquaredError,
            regularization,
            new TrainingOptions
            {
                Epochs = 20,
                BatchSize = 16,
                LearningRate = 0.01,
                Seed = 1
            }).Fit(SingleRows());
        return history.Epochs[^1].Training!.DataLoss;
    }

    static double NetworkTraining()
    {
        using var scope = NewDisposeScope();
        using var model = new Mlp([12, 8, 1], dropout: 0.5, dropoutSeed: 3, generator: new Generator(2));
        using var regularization = new Regularization(model, new L1(0.01), PenaltyMode.Proximal);
        var options = new TrainingOptions
        {
            Epochs = 20,
            BatchSize = 16,
            Seed = 1,
            Optimizer = (parameters, rate) => optim.Adam(parameters, rate)
        };
        return new Trainer(model, Losses.MeanSquaredError, regularization, options)
            .Fit(SingleRows())
            .Epochs[^1]
            .Training!.DataLoss;
    }

    // What a sweep trains together: as many optimizers as models.
    static double StackTraining()
    {
        using var scope = NewDisposeScope();
        LinearRegression[] models = [.. Enumerable.Range(0, 4).Select(_ => new LinearRegression(12))];
        foreach (var parameter in models.SelectMany(model => model.parameters())) nn.init.zeros_(parameter);
        using var stack = new ModelStack(models);
        var members = models
            .Select(
                (model, i) =>
                    new StackMember(
                        new Regularization(model, new L1(0.05 * i), i % 2 == 0 ? PenaltyMode.Gradient : PenaltyMode.Proximal),
                        new TrainingOptions
                        {
                            Epochs = 10,
                            BatchSize = 16,
                            LearningRate = 0.01,
                            Seed = 1,
                            Optimizer = (p, rate) => optim.SGD(p, rate, momentum: 0.5)
                        }))
            .ToArray();
        var results = new StackTrainer(stack, Losses.MeanSquaredError, members).Fit(SingleRows());
        return results.Sum(result => result.History!.Epochs[^1].Training!.DataLoss);
    }

    static Dataset SingleRows()
    {
        var rows = Rows();
        return new(rows.Features.to(ScalarType.Float32), rows.Targets.to(ScalarType.Float32));
    }
}
