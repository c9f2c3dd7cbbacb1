namespace TorchReg.Articles;

/// <summary>One way of training on every seed: a row of a table with standard errors.</summary>
/// <param name="Name">The way.</param>
/// <param name="Runs">One a seed, in the order of the seeds.</param>
public sealed record Seeded(string Name, IReadOnlyList<Outcome> Runs)
{
    /// <summary>Trains on every seed from 1 on.</summary>
    /// <param name="name">The way.</param>
    /// <param name="seeds">How many.</param>
    /// <param name="train">The run of a seed.</param>
    public static Seeded Of(string name, int seeds, Func<int, Outcome> train) =>
        new(name, [.. Enumerable.Range(1, seeds).Select(train)]);

    /// <summary>A number of each run.</summary>
    public double[] Each(Func<Outcome, double> number) => [.. Runs.Select(number)];

    /// <summary>Its mean and standard error.</summary>
    public MeanError Mean(Func<Outcome, double> number) => MeanError.Of(Runs.Select(number));

    /// <summary>This way beside another on the same seeds, by accuracy or R² on held-out rows.</summary>
    public Comparison Against(Seeded other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Comparison.Of(other.Each(r => r.Score), Each(r => r.Score));
    }

    /// <summary>The one of several whose mean score on the rows for choosing is best; they are not those that judge.</summary>
    public static Seeded Chosen(params IReadOnlyList<Seeded> ways)
    {
        ArgumentNullException.ThrowIfNull(ways);
        return ways.MaxBy(way => way.Mean(run => run.ChoiceScore).Mean)!;
    }

    /// <summary>The cells of a table's row.</summary>
    public override string ToString() =>
        $"{Name} | {Mean(r => r.Training.DataLoss).Mean:F4} | {Mean(r => r.Training.Penalty).Mean:F4} | " +
        $"{Scores(r => r.TrainingScore)} | {Scores(r => r.Score)} | {Mean(r => r.L2Norm).Mean:F2} | " +
        $"{Mean(r => r.Zeros).Mean:0} / {Runs[0].Weights}";

    string Scores(Func<Outcome, double> score) => Runs[0].IsAccuracy ? Mean(score).InPercent() : Mean(score).Text("0.000");
}
