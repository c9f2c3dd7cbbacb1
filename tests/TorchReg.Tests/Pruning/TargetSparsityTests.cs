using TorchReg.Pruning;

namespace TorchReg.Tests.Pruning;

/// <summary>The λ that is found gives the wished share of zeros, and the weights are those of that λ.</summary>
public sealed class TargetSparsityTests : ScopedTests
{
    [Fact]
    public void A_linear_model_ends_at_the_optimum_of_the_lambda_that_was_found()
    {
        using var generator = new Generator(5);
        var x = randn(100, 20, dtype: float64, generator: generator);
        var y = x.matmul(linspace(-1, 1, 20, dtype: float64)).unsqueeze(1) + randn(100, 1, dtype: float64, generator: generator);
        using var data = new Dataset(x, y);
        using var model = new LinearRegression(20);
        model.to(float64);
        var target = new TargetSparsity(model, 0.6);
        using (var rules = new Regularization(
            model, new Rule(new L1(0.01), mode: PenaltyMode.Proximal) { Schedule = target.At }))
            new Trainer(model, Losses.HalfSquaredError, rules, new()
            {
                Epochs = 1500,
                BatchSize = 100,
                LearningRate = 0.4,
                EvaluateTraining = false,
            }).Fit(data);
        Assert.Equal(0.6, target.Reached);
        using var found = new Regularization(model, new L1(0.01 * target.Factor), PenaltyMode.Proximal);
        Assert.InRange(Certificate.Of(model, data, Losses.HalfSquaredError, found).Distance, 0, 1e-6);
    }

    static readonly Dictionary<string, (Func<Penalty> Penalty, bool IsAdam)> kinds = new()
    {
        ["L1"] = (() => new L1(0.001), false),
        ["L1 under Adam"] = (() => new L1(0.001), true),
        ["elastic net"] = (() => new ElasticNet(0.001, 0.7), false),
        ["MCP"] = (() => new Mcp(0.01), false),
        ["group lasso"] = (() => new GroupLasso(0.001, Groups.Features), false),
    };

    public static TheoryData<string> Kinds => [.. kinds.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void A_network_comes_near_the_share_under_any_penalty_with_a_prox(string kind)
    {
        var (penalty, isAdam) = kinds[kind];
        using var model = MaskedNetwork.Of(2);
        var target = new TargetSparsity(model, 0.5) { Every = 5 };
        using var rules = new Regularization(model, new Rule(penalty(), mode: PenaltyMode.Proximal) { Schedule = target.At });
        new Trainer(model, Losses.CrossEntropy, rules, new()
        {
            Epochs = 900,
            BatchSize = 40,
            EvaluateTraining = false,
            LearningRate = isAdam ? 0.01 : 0.2,
            Optimizer = (parameters, rate) => isAdam ? optim.Adam(parameters, rate) : optim.SGD(parameters, rate),
        }).Fit(MaskedNetwork.Rows());
        // A group is 8 of 72 weights.
        Assert.InRange(target.Reached, 0.5 - 0.13, 0.5 + 0.13);
    }

    [Fact]
    public void The_factor_grows_by_the_missing_share_and_is_the_same_for_all_parameters_of_a_step()
    {
        using var model = MaskedNetwork.Of(1);
        var target = new TargetSparsity(model, 0.8) { Every = 5, Rate = 0.5 };
        Assert.Equal([1, 1, 1], new[] { target.At(0), target.At(0), target.At(4) });
        var first = target.At(5);
        Assert.Equal(Math.Exp(0.5 * 0.8), first, 12);
        Assert.Equal([first, first], new[] { target.At(5), target.At(9) });
        foreach (var parameter in model.parameters()) using (no_grad()) parameter.zero_();
        Assert.Equal(first * Math.Exp(-0.5 * 0.2), target.At(10), 12);
    }

    // Checkpoints between two looks, at one, and at an epoch's end, whose ledger asks for the factor too.
    [Theory]
    [InlineData(7, true), InlineData(10, true), InlineData(8, true), InlineData(7, false)]
    public void A_training_that_is_resumed_goes_on_with_the_factor_and_ends_with_the_same_bytes(int every, bool isOne)
    {
        using var folder = new TorchReg.Tests.Data.TemporaryFolder();
        (byte[], double) Trained(int epochs, string? path, bool resume = false)
        {
            using var model = MaskedNetwork.Of(2);
            var (target, other) = (
                new TargetSparsity(model, 0.5, On.Layer("a")) { Every = 5 }, new TargetSparsity(model, 0.3, On.Layer("b")));
            using var rules = new Regularization(
                model,
                new Rule(new L1(0.01), On.Layer("a"), PenaltyMode.Proximal) { Schedule = target.At },
                new Rule(new L1(0.01), On.Layer("b"), PenaltyMode.Proximal) { Schedule = isOne ? target.At : other.At });
            new Trainer(model, Losses.CrossEntropy, rules, new()
            {
                Epochs = epochs,
                BatchSize = 10,
                Optimizer = (parameters, rate) => optim.Adam(parameters, 0.01),
                Checkpoints = path is null ? null : new(path) { EverySteps = every, Resume = resume },
            }).Fit(MaskedNetwork.Rows());
            return ([.. model.parameters().SelectMany(p => p.bytes.ToArray())], target.Factor + other.Factor);
        }
        Trained(6, folder.Path);
        var ((whole, factor), (resumed, own)) = (Trained(15, null), Trained(15, folder.Path, resume: true));
        Assert.NotEqual(2, factor);
        Assert.Equal(factor, own);
        Assert.Equal(whole, resumed);
    }

    [Fact]
    public void A_checkpoint_of_other_schedules_and_a_factor_that_was_lost_are_refused()
    {
        using var folder = new TorchReg.Tests.Data.TemporaryFolder();
        void Train(Func<TargetSparsity, Func<long, double>> schedule, bool resume)
        {
            using var model = MaskedNetwork.Of(2);
            using var rules = new Regularization(
                model, new Rule(new L1(0.01), mode: PenaltyMode.Proximal) { Schedule = schedule(new(model, 0.5)) });
            new Trainer(model, Losses.CrossEntropy, rules, new()
            {
                Epochs = resume ? 4 : 2,
                BatchSize = 10,
                Checkpoints = new(folder.Path) { EverySteps = 3, Resume = resume },
            }).Fit(MaskedNetwork.Rows());
        }
        Train(target => target.At, resume: false);
        Assert.Contains("what schedules of λ know is not of this training (it has those of 1 schedules, the rules have 0)",
            Assert.Throws<InvalidDataException>(() => Train(_ => _ => 1, resume: true)).Message);
        // Around a lambda it is not found, so that it says so itself.
        using var other = MaskedNetwork.Of(1);
        Assert.Contains("let the rule's Schedule be target.At itself",
            Assert.Throws<InvalidOperationException>(() => new TargetSparsity(other, 0.5).At(3)).Message);
        Assert.Equal(2, new TargetSparsity(other, 0.5) { Factor = 2 }.At(3));
        IKeptSchedule kept = new TargetSparsity(other, 0.5);
        foreach (var state in new double[][] { [], [1], [0, 1], [double.NaN, 1], [1, 0.5] })
            Assert.Throws<ArgumentException>(() => kept.State = state);
    }

    [Fact]
    public void A_rule_that_makes_no_zeros_is_told()
    {
        using var model = MaskedNetwork.Of(1);
        var target = new TargetSparsity(model, 0.9) { Every = 1, Rate = 2 };
        var told = Assert.Throws<InvalidOperationException>(() =>
        {
            for (var step = 0; step < 100; step++) target.At(step);
        });
        Assert.Contains("0 % of the weights are 0, not 90 %: let the rule act as PenaltyMode.Proximal", told.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TargetSparsity(model, 1));
    }
}
