namespace TorchReg.Tests.Selection;

/// <summary>The smallest model within one standard error of the best, by differences row by row.</summary>
public sealed class SizeSearchTests : ScopedTests
{
    static SizedModel Sized(long parameters, params double[] errors) => new(0, nn.ReLU(), parameters, errors);

    [Fact]
    public void A_smaller_model_is_taken_where_its_rows_differ_by_chance()
    {
        // Differences 1, −1, 1, 0: mean 1/4, standard error √(11/48) = 0.479.
        using var near = new SizeResult([Sized(100, 1, 2, 3, 4), Sized(10, 2, 1, 4, 4), Sized(1, 9, 9, 9, 9)]);
        Assert.Equal((0.25, Math.Sqrt(11.0 / 48)), near.Models[1].MinusOf(near.Best));
        Assert.Equal((100, 10), (near.Best.Parameters, near.Smallest.Parameters));
    }

    [Fact]
    public void Rows_that_are_hard_for_both_do_not_hide_that_one_is_worse_in_each()
    {
        // Each row is worse by about 1/2, which is little beside the rows' own spread.
        using var result = new SizeResult([Sized(100, 0, 10, 20, 30), Sized(10, 0.5, 10.6, 20.4, 30.5)]);
        Assert.Equal(100, result.Smallest.Parameters);
    }

    [Fact]
    public void Of_equal_sizes_the_better_is_taken()
    {
        using var result = new SizeResult([Sized(9, 1, 2), Sized(9, 2, 1.5), Sized(20, 1, 1.5)]);
        Assert.Equal(1.5, result.Smallest.Mean);
    }

    static Dataset Rows(int rows, ulong seed)
    {
        using var generator = new Generator(seed);
        var x = randn(rows, 10, generator: generator);
        return new(x, x.narrow(1, 0, 1) - x.narrow(1, 1, 1).abs() + 0.3 * randn(rows, 1, generator: generator));
    }

    static TrialModel Make(double lambda)
    {
        using var generator = new Generator(1);
        var model = new Mlp([10, 16, 1], generator: generator);
        var rules = lambda == 0 ? null
            : new Regularization(model, new GroupLasso(lambda, Groups.Features), PenaltyMode.Proximal);
        return new(model, rules, new()
        {
            Epochs = 40,
            BatchSize = 50,
            LearningRate = 0.05,
            EvaluateTraining = false,
        });
    }

    [Fact]
    public void Networks_over_lambda_get_smaller_and_the_choice_is_judged_by_its_own_model()
    {
        using var train = Rows(200, 1);
        using var held = Rows(300, 2);
        var search = new SizeSearch(Make, Losses.HalfSquaredError, refit: Make(0).Options with { Epochs = 10 });
        using var result = search.Run(train, held, [0, 0.02, 0.1, 3]);
        Assert.Equal(193, result.Models[0].Parameters);
        Assert.Equal(result.Models.Select(model => model.Parameters).OrderDescending(), result.Models.Select(m => m.Parameters));
        Assert.InRange(result.Smallest.Parameters, 2, 192);
        // λ = 3 leaves a constant.
        Assert.True(result.Models[3].Mean > 2 * result.Best.Mean);
        Assert.False(ReferenceEquals(result.Smallest, result.Models[3]));
        Assert.All(result.Models, model =>
            Assert.Equal(Evaluation.Of(model.Model, held, Losses.HalfSquaredError).DataLoss, model.Mean, 4));
        Assert.Contains("smallest within one standard error", result.ToTable());
    }

    [Fact]
    public void Wrong_answers_are_counted_where_they_are_asked_for()
    {
        var outputs = tensor(new[,] { { 1.0, 0 }, { 0, 1 }, { 3, 2 } });
        Assert.Equal([0.0, 0, 1], SizeSearch.WrongAnswer(outputs, tensor(new[] { 0L, 1, 1 })).data<double>().ToArray());
        Assert.Throws<ArgumentException>(() => new SizeSearch(Make, Losses.HalfSquaredError).Run(Rows(9, 1), Rows(9, 2), []));
    }
}
