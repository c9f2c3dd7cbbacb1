using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>Problems whose true weights are known.</summary>
static class GeneratedProblems
{
    /// <summary>How many rows to learn from and to judge by; 0 in the settings takes 8,000 and 2,000.</summary>
    internal static (int Train, int Test) Counts(TrainDataSettings settings) =>
        (settings.TrainRows > 0 ? settings.TrainRows : 8_000, settings.TestRows > 0 ? settings.TestRows : 2_000);

    internal static SourceRows Regression(TrainDataSettings settings)
    {
        var ((train, test), g) = (Counts(settings), settings.Generated);
        var seed = (ulong)settings.Seed;
        return Split(settings, 0, Synthetic.Regression(train + test, g.Columns, g.NonZero, g.Noise, g.Correlation, seed));
    }

    internal static SourceRows Classification(TrainDataSettings settings)
    {
        var ((train, test), g) = (Counts(settings), settings.Generated);
        return Split(
            settings,
            g.Classes,
            Synthetic.Classification(
                train + test,
                g.Columns,
                g.Classes,
                g.NonZero,
                rho: g.Correlation,
                seed: (ulong)settings.Seed));
    }

    static SourceRows Split(TrainDataSettings settings, int classes, KnownProblem all)
    {
        var ((train, test), g) = (Counts(settings), settings.Generated);
        using (all)
            return new(
                all.Data.Select([.. Enumerable.Range(0, train)]),
                all.Data.Select([.. Enumerable.Range(train, test)]),
                InputEncoding.OfNumbers(g.Columns, classes),
                FormattableString.Invariant(
                    $"{settings.Source} generated with seed {settings.Seed}: {train:N0} training and {test:N0} test rows, ") +
                    FormattableString.Invariant($"{g.NonZero} of {g.Columns} features matter"));
    }

    internal static SourceRows Article(TrainDataSettings settings) => Of(
        settings,
        Synthetic.Article(settings.Generated.Noise, (ulong)settings.Seed),
        "the articles' 100 × 3 regression with known weights");

    internal static SourceRows ArticleAsWritten(TrainDataSettings settings) => Of(
        settings,
        Synthetic.ArticleAsWritten((ulong)settings.Seed),
        "the articles' 100 × 3 regression, y independent of x");

    static SourceRows Of(TrainDataSettings settings, KnownProblem problem, string source)
    {
        using (problem)
        {
            var (train, test) = problem.Data.Split(settings.TrainFraction, (ulong)settings.Seed);
            return new(train, test, InputEncoding.OfNumbers(3, 0), source);
        }
    }
}
