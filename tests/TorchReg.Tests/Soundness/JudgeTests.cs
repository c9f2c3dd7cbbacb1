namespace TorchReg.Tests.Soundness;

/// <summary>Right trainings that an earlier judge took for wrong ones.</summary>
public class JudgeTests
{
    static Acting As(string penalty, PenaltyMode mode, double lambda) => new(PenaltyKinds.Named(penalty), lambda, mode);

    static Combination Of(string layer, string optimizer, int seed, params Acting[] rules) =>
        new(LayerKinds.All.First(l => l.Name == layer), rules, OptimizerKinds.Named(optimizer), new(), seed);

    static void Reached(Combination c) => Assert.Equal(Outcome.Reached, Judge.Of(c));

    [Fact]
    public void Uneven_batches_together_have_the_loss_of_all_rows()
    {
        var problem = LayerKinds.Linear.Make(new(3, 5, 19), 11);
        var batches = Enumerable.Range(0, 2).Select(i => problem.Batch(i, 2)).ToArray();
        Assert.NotEqual(batches[0].Share, batches[1].Share);
        Assert.Equal(problem.Loss().ToDouble(), batches.Sum(b => b.Loss.ToDouble() * b.Share), 1e-12);
    }

    // Beside orthogonality J has several minima. The one that training comes to is not the reference's first.
    [Theory, InlineData("SGD", PenaltyMode.Loss, "L1"), InlineData("SGD", PenaltyMode.Loss, "formula with prox"),
        InlineData("Adam", PenaltyMode.Gradient, "L1")]
    public void A_minimum_other_than_the_references_is_right(string optimizer, PenaltyMode mode, string second) =>
        Reached(Of("linear", optimizer, 7, As("orthogonality, units", mode, 0.04), As(second, PenaltyMode.Proximal, 0.4)));

    // At the rate that it begins with each step carries it across.
    [Fact, Trait("Speed", "Slow")]
    public void A_subgradient_close_to_a_kink_comes_to_rest_as_its_rate_falls() =>
        Reached(Of("linear", "Adam", 7, As("weighted L1 toward", PenaltyMode.Gradient, 0.08),
            As("sparse group lasso, units", PenaltyMode.Proximal, 0.4)));

    // In the loss a penalty makes a gradient, and SGD adds its own decay to it: directions may turn worse while lengths shrink.
    [Fact]
    public void A_weight_decay_acts_on_what_only_a_penalty_moves()
    {
        var c = Of("unused", "SGD Nesterov, weight decay", 7, As("orthogonality, units", PenaltyMode.Loss, 0.024));
        Reached(c with { With = new() { Type = torch.ScalarType.Float32, ByTrainer = true } });
    }

    // It comes by the minimiser and rests twice the tolerance beyond.
    [Fact]
    public void A_training_that_passes_the_minimiser_is_judged_where_it_rests()
    {
        const double tolerance = 2e-6;
        var (w, step) = (1.0, 0);
        var rest = new Rest(() => [w], 1e-9, 3000, new() { ErrorOf = at => Math.Abs(at[0]), Tolerance = tolerance });
        do w = Math.Pow(0.99, ++step) - 2 * tolerance;
        while (!rest.After(step));
        Assert.True(Math.Abs(w) > tolerance, $"{w} after {step} steps");
    }

    [Fact]
    public void A_training_ends_once_it_is_as_good_as_there()
    {
        var (w, step) = (1.0, 0);
        var rest = new Rest(() => [w], 1e-9, 3000, new() { ErrorOf = at => Math.Abs(at[0]), Tolerance = 2e-6 });
        do w = Math.Pow(0.9, ++step);
        while (!rest.After(step));
        Assert.InRange(step, 140, 180);
    }

    // By central differences of its value: what the library's closed form is held against has another way behind it.
    [Theory, InlineData("orthogonality, units"), InlineData("orthogonality, features"), InlineData("log-sum"),
        InlineData("formula"), InlineData("sparse group lasso, units"), InlineData("weighted elastic net")]
    public void A_references_gradient_is_that_of_its_value(string penalty)
    {
        const double h = 1e-5;
        var part = LayerKinds.Linear.Make(new(3, 5, 19), 1).Penalised;
        var reference = PenaltyKinds.Named(penalty).Reference(part, 0.7);
        var w = Numbers.Signed(new Random(1), part.Length, 0.2, 1);
        var gradient = new double[part.Length];
        reference.AddGradient(w, gradient, 1);
        for (var i = 0; i < w.Length; i++)
        {
            double At(double x) => reference.Value([.. w.Select((v, k) => k == i ? x : v)]);
            Assert.Equal((At(w[i] + h) - At(w[i] - h)) / (2 * h), gradient[i], 1e-7);
        }
    }
}
