namespace TorchReg.Tests.Training;

public class AveragedConstraintTests
{
    static Dataset Rows(ScalarType type = ScalarType.Float64)
    {
        var generator = new Generator(5);
        var x = randn([40L, 4L], ScalarType.Float64, generator: generator);
        var truth = tensor(new double[,] { { 2, -1 }, { -3, 2 }, { 0.5, 1 }, { 1, -2 } });
        return new(x.to(type), x.mm(truth).to(type));
    }

    sealed record Case(Func<Penalty[]> Sets, Func<Tensor, bool> Holds);

    static bool All(Tensor isTrue) => isTrue.all().ToBoolean();

    static Tensor NormsOf(Tensor w) => w.square().sum(1).sqrt();

    static readonly Dictionary<string, Case> cases = new()
    {
        ["non-negative"] = new(() => [new NonNegative()], w => All(w.ge(0))),
        ["max-norm"] = new(() => [new MaxNorm(0.3)], w => All(NormsOf(w).le(0.3 + 1e-12))),
        ["unit-norm"] = new(() => [new UnitNorm()], w => All((NormsOf(w) - 1).abs().lt(1e-12))),
        ["min-max norm"] = new(
            () => [new MinMaxNorm(0.9, 1)],
            w => All(NormsOf(w).ge(0.9 - 1e-12)) && All(NormsOf(w).le(1 + 1e-12))),
        ["L1 ball"] = new(() => [new L1Ball(0.5)], w => w.abs().sum().ToDouble() <= 0.5 + 1e-12),
        ["bounds toward"] = new(
            () => [new Toward(new Bounds(-0.1, 0.1), full(2, 4, 1.0, ScalarType.Float64))],
            w => All(w.ge(0.9)) && All(w.le(1.1))),
        ["non-negative and of unit norm"] = new(
            () => [new UnitNorm(), new NonNegative()],
            w => All(w.ge(0)) && All((NormsOf(w) - 1).abs().lt(1e-12))),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (var name in cases.Keys)
            {
                all.Add(name, true);
                all.Add(name, false);
            }
            return all;
        }
    }

    // The weights start outside: an average would still hold them.
    [Theory, MemberData(nameof(Cases))]
    public void An_average_of_weights_satisfies_their_constraints(string name, bool isExponential)
    {
        var (sets, holds) = (cases[name].Sets, cases[name].Holds);
        var model = new LinearRegression(4, 2).to(ScalarType.Float64);
        using (no_grad()) model.Weight.copy_(tensor(new double[,] { { -2, 3, -1, 1 }, { 3, -2, 2, -3 } }));
        using var regularization = new Regularization(model, [.. sets().Select(set => new Rule(set))]);
        using var data = Rows();
        var averaging = isExponential ? WeightAveraging.Exponential(0.9) : WeightAveraging.OverEpochs(1);
        var seen = new List<bool>();
        new Trainer(model, Losses.HalfSquaredError, regularization, new TrainingOptions
        {
            Epochs = 4,
            BatchSize = 10,
            LearningRate = 0.2,
            Averaging = averaging,
            EarlyStopping = new() { Patience = 10 },
        }).Fit(data, progress: new Judged(() => seen.Add(holds(model.Weight.detach()))));
        Assert.True(holds(model.Weight.detach()), $"{name}: {string.Join(" ", model.Weight.detach().data<double>().ToArray())}");
        Assert.Equal(4, seen.Count);
    }

    sealed class Judged(Action told) : IProgress<EpochRecord>
    {
        public void Report(EpochRecord value) => told();
    }

    // In bfloat16 a move of a thousandth of the way is none: the average stayed at the start.
    [Fact]
    public void An_average_of_half_precision_weights_follows_them()
    {
        double End(ScalarType type)
        {
            var model = new LinearRegression(4, 2).to(type);
            using (no_grad()) model.Weight.fill_(1);
            using var data = Rows(type);
            new Trainer(model, Losses.HalfSquaredError, null, new TrainingOptions
            {
                Epochs = 300,
                BatchSize = 40,
                LearningRate = 0.5,
                Averaging = WeightAveraging.Exponential(0.999),
                EvaluateTraining = false,
            }).Fit(data);
            return model.Weight[0, 1].to(ScalarType.Float64).item<double>();
        }
        var exact = End(ScalarType.Float64);
        Assert.InRange(exact, -0.2, 0.2);
        Assert.InRange(End(ScalarType.BFloat16), exact - 0.03, exact + 0.03);
    }
}
