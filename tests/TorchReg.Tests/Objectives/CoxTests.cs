namespace TorchReg.Tests.Objectives;

// Closed forms and equivalences: Cox's partial likelihood in loops, ledgers and linear problems.
public class CoxTests
{
    const int Rows = 30;

    static readonly double[] z = [.. Enumerable.Range(0, Rows).Select(i => 1.5 * Math.Sin(2.3 * i))];
    static readonly double[] times = [.. Enumerable.Range(0, Rows).Select(i => 1.0 + i * 7 % 11)];
    static readonly double[] events = [.. Enumerable.Range(0, Rows).Select(i => i % 3 == 1 ? 0.0 : 1)];
    static readonly double[] weights = [.. Enumerable.Range(0, Rows).Select(i => i % 8 == 5 ? 0.0 : 1 + i % 3)];

    static Tensor Targets() => stack([tensor(times), tensor(events)], 1);

    static double[] Numbers(Tensor t) => t.reshape(-1).to(ScalarType.Float64).data<double>().ToArray();

    static double Plain(double[] z, double[] c)
    {
        var mean = c.Where(weight => weight > 0).Average();
        return Enumerable.Range(0, Rows).Sum(i => c[i] * events[i] * (Math.Log(Enumerable.Range(0, Rows)
            .Where(j => times[j] >= times[i]).Sum(j => c[j] / mean * Math.Exp(z[j]))) - z[i])) / c.Sum();
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Value_and_gradient_are_the_partial_likelihoods(bool isWeighted)
    {
        using var at = tensor(z, [Rows, 1], requires_grad: true);
        var value = Losses.Cox.Value(at, Targets(), isWeighted ? tensor(weights) : null);
        value.backward();
        double[] c = isWeighted ? weights : [.. z.Select(_ => 1.0)];
        Assert.Equal(Plain(z, c), value.ToDouble(), 12);
        var gradient = Numbers(at.grad!);
        for (var i = 0; i < Rows; i++)
        {
            double At(double by) => Plain([.. z.Select((v, row) => row == i ? v + by : v)], c);
            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, gradient[i], 8);
        }
        Assert.Equal(0, gradient.Sum(), 12);
    }

    [Fact]
    public void Single_precision_stands_risks_of_any_size()
    {
        var large = tensor([.. z.Select(v => 60 * v)], ScalarType.Float32).requires_grad_();
        var value = Losses.Cox.Value(large, Targets().to(ScalarType.Float32));
        value.backward();
        Assert.Equal(Plain([.. z.Select(v => 60 * v)], [.. z.Select(_ => 1.0)]), value.ToDouble(), 4);
        Assert.True(large.grad!.isfinite().all().ToBoolean());
    }

    [Fact]
    public void A_row_of_weight_two_counts_as_two_rows_and_one_of_weight_0_as_none()
    {
        int[] repeated = [.. Enumerable.Range(0, Rows).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
        using var x = tensor(
            [.. Enumerable.Range(0, 3 * Rows).Select(e => Math.Sin(1.7 * e) + (e % 3 == 0 ? z[e / 3] : 0))], [Rows, 3]);
        using var weighted = new Dataset(x.clone(), Targets(), tensor(weights));
        using var plain = weighted.Select(tensor(Array.ConvertAll(repeated, i => (long)i)));
        using var twice = new Dataset(plain.Features.clone(), plain.Targets.clone());
        var options = new SolverOptions { GapTolerance = 1e-12, DistanceTolerance = 1e-9 };
        var a = new LinearProblem(weighted, Losses.Cox).Fit(0.02, options);
        var b = new LinearProblem(twice, Losses.Cox).Fit(0.02, options);
        Assert.InRange((a.Weight - b.Weight).abs().max().ToDouble(), 0, 1e-6);
        Assert.True(a.Weight.abs().max().ToDouble() > 0.1);
    }

    [Fact]
    public void The_bias_stays_0_and_changes_nothing()
    {
        using var data = new Dataset(tensor(z, [Rows, 1]) + 100, Targets());
        var problem = new LinearProblem(data, Losses.Cox);
        var (with, without) = (problem.Fit(0.01), (problem with { Intercept = false }).Fit(0.01));
        Assert.Equal((0, 0), (with.Bias.ToDouble(), without.Bias.ToDouble()));
        Assert.Equal(with.Weight.ToDouble(), without.Weight.ToDouble(), 4);
        Assert.True(with.Converged && without.Converged, $"{with} {without}");
    }

    [Fact]
    public void Ledgers_take_all_rows_together_and_count_the_pairs_in_order()
    {
        const int Many = 9000;
        using var model = nn.Linear(1, 1, dtype: ScalarType.Float64);
        using (no_grad()) model.weight!.fill_(1);
        double[] risk = [.. Enumerable.Range(0, Many).Select(i => Math.Round(Math.Sin(i), 1))];
        double[] time = [.. Enumerable.Range(0, Many).Select(i => 1.0 + i * 37L % 101)];
        double[] isEvent = [.. Enumerable.Range(0, Many).Select(i => i % 2.0)];
        using var data = new Dataset(tensor(risk, [Many, 1]), stack([tensor(time), tensor(isEvent)], 1));
        var ledger = Evaluation.Of(model, data, Losses.Cox);
        Assert.Equal(Losses.Cox.Value(model.call(data.Features), data.Targets).ToDouble(), ledger.DataLoss, 10);
        using var few = data.Take(300);
        var (right, pairs) = (0.0, 0);
        for (var i = 0; i < 300; i++)
            for (var j = 0; j < 300; j++)
            {
                if (isEvent[i] == 0 || !(time[i] < time[j] || time[i] == time[j] && isEvent[j] == 0)) continue;
                pairs++;
                right += risk[i] > risk[j] ? 1 : risk[i] == risk[j] ? 0.5 : 0;
            }
        Assert.Equal(right / pairs, Evaluation.Of(model, few, Losses.Cox).Metrics[Metric.Concordance], 12);
    }

    [Fact]
    public void A_trainer_reaches_the_exact_optimum_on_all_rows()
    {
        using var data = new Dataset(tensor(z, [Rows, 1]).to(ScalarType.Float32), Targets().to(ScalarType.Float32));
        using var model = nn.Linear(1, 1, hasBias: false);
        var trainer = new Trainer(model, Losses.Cox, null, new() { Epochs = 300, BatchSize = Rows, LearningRate = 0.5 });
        var history = trainer.Fit(data);
        using var exact = new Dataset(data.Features.to(ScalarType.Float64), data.Targets.to(ScalarType.Float64));
        var optimum = new LinearProblem(exact, Losses.Cox).Fit(0, new() { DistanceTolerance = 1e-9 });
        Assert.Equal(optimum.Certificate.Loss, history.Epochs[^1].Training!.DataLoss, 5);
        Assert.Equal(optimum.Weight.ToDouble(), model.weight!.ToDouble(), 3);
    }

    [Fact]
    public void A_batch_without_events_costs_nothing()
    {
        using var at = tensor(z, [Rows, 1], requires_grad: true);
        var value = Losses.Cox.Value(at, stack([tensor(times), zeros(Rows, ScalarType.Float64)], 1));
        value.backward();
        Assert.Equal((0, 0), (value.ToDouble(), at.grad!.abs().max().ToDouble()));
    }

    [Fact]
    public void Targets_that_are_no_times_are_told()
    {
        using var x = tensor(z, [Rows, 1]);
        string Refused(Tensor targets) => Assert.Throws<ArgumentException>(
            () => new LinearProblem(new(x.clone(), targets), Losses.Cox).Fit(0.1)).Message;
        double[] At4(double[] numbers, double number) => [.. numbers.Select((given, i) => i == 4 ? number : given)];
        Tensor With(double time, double isEvent) => stack([tensor(At4(times, time)), tensor(At4(events, isEvent))], 1);
        Assert.StartsWith("Targets of the Cox loss must be n × 2 numbers, a time and an event", Refused(tensor(times)));
        Assert.StartsWith("A time is 0; the Cox loss needs finite times above 0.", Refused(With(0, 1)));
        Assert.StartsWith("A time is -2;", Refused(With(-2, 0)));
        Assert.StartsWith("An event is 2; the Cox loss needs 1 where there was one, and 0", Refused(With(3, 2)));
        using var none = new Dataset(tensor(z, [Rows, 1]), stack([tensor(times), zeros(Rows, ScalarType.Float64)], 1));
        Assert.StartsWith("No row (that counts) has an event", Refused(none.Targets.clone()));
        using var model = nn.Linear(1, 1, dtype: ScalarType.Float64);
        var trainer = new Trainer(model, Losses.Cox, null, new() { Epochs = 1, BatchSize = 10 });
        Assert.Contains("No row (that counts) has an event", Assert.Throws<ArgumentException>(() => trainer.Fit(none)).Message);
        using var data = new Dataset(tensor(z, [Rows, 1]), Targets());
        var measure = Assert.Throws<ArgumentException>(
            () => CrossValidation.Of(new(data, Losses.Cox), new() { Measure = Measure.SquaredError })).Message;
        Assert.StartsWith("Cox predicts scores, which are no differences from a target: use Measure.Deviance.", measure);
    }

    // Held-out rows are judged by their fold, and after repeats by the folds of each repeat; a single row has no loss.
    [Fact]
    public void Repeated_folds_judge_and_nested_ones_are_refused_before_anything_is_fitted()
    {
        using var data = new Dataset(tensor(z, [Rows, 1]), Targets());
        var problem = new LinearProblem(data, Losses.Cox);
        var options = new CvOptions { FoldCount = 3, Repeats = 2, Path = new() { Count = 5, Ratio = 0.1 } };
        Assert.All(CrossValidation.Of(problem, options).Curve.Mean, mean => Assert.True(double.IsFinite(mean)));
        var nested = Assert.Throws<NotSupportedException>(() => NestedCrossValidation.Of(problem, options)).Message;
        Assert.StartsWith("Rows of the Cox loss meet in risk sets", nested);
    }
}
