using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;
using TorchSharp;

namespace TorchReg.Cli.Pipeline;

/// <summary>Loads or draws the rows that the settings ask for, on the CPU.</summary>
static class RunDataSource
{
    internal static RunData Load(TrainDataSettings settings)
    {
        var rows = settings.Source switch
        {
            TrainConfig.Digits or DataSettings.Drawn => Digits(settings, DataSettings.Drawn),
            "regression" or "classification" => Generated(settings),
            "reviews" => GeneratedRows.Reviews(settings),
            "ratings" => GeneratedRows.Ratings(settings),
            "article" => Article(
                settings,
                Synthetic.Article(settings.Generated.Noise, (ulong)settings.Seed),
                "the articles' 100 × 3 regression with known weights"),
            "articleAsWritten" => Article(
                settings,
                Synthetic.ArticleAsWritten((ulong)settings.Seed),
                "the articles' 100 × 3 regression, y independent of x"),
            var path when Directory.Exists(path) => Digits(settings, path),
            var path => Csv(settings, path),
        };
        return Finish(rows, settings);
    }

    internal sealed record Rows(Dataset Train, Dataset Test, InputEncoding Encoding, string Source);

    static Rows Digits(TrainDataSettings settings, string source)
    {
        var images = CompareData.Load(new()
        {
            Source = source,
            TrainRows = settings.TrainRows,
            TestRows = settings.TestRows,
            TrainFraction = settings.TrainFraction,
            Seed = settings.Seed,
        });
        return new(Dataset.Of(images.Train), Dataset.Of(images.Test), InputEncoding.OfImages(28, 28, 10), images.Source);
    }

    internal static (int Train, int Test) Counts(TrainDataSettings settings) =>
        (settings.TrainRows > 0 ? settings.TrainRows : 8_000, settings.TestRows > 0 ? settings.TestRows : 2_000);

    static Rows Generated(TrainDataSettings settings)
    {
        var ((train, test), g) = (Counts(settings), settings.Generated);
        var isRegression = settings.Source == "regression";
        using var all = isRegression
            ? Synthetic.Regression(train + test, g.Columns, g.NonZero, g.Noise, g.Correlation, (ulong)settings.Seed)
            : Synthetic.Classification(
                train + test,
                g.Columns,
                g.Classes,
                g.NonZero,
                rho: g.Correlation,
                seed: (ulong)settings.Seed);
        return new(
            all.Data.Select([.. Enumerable.Range(0, train)]),
            all.Data.Select([.. Enumerable.Range(train, test)]),
            InputEncoding.OfNumbers(g.Columns, isRegression ? 0 : g.Classes),
            FormattableString.Invariant(
                $"{settings.Source} generated with seed {settings.Seed}: {train:N0} training and {test:N0} test rows, ") +
                FormattableString.Invariant($"{g.NonZero} of {g.Columns} features matter"));
    }

    static Rows Article(TrainDataSettings settings, KnownProblem problem, string source)
    {
        using (problem)
        {
            var (train, test) = problem.Data.Split(settings.TrainFraction, (ulong)settings.Seed);
            return new(train, test, InputEncoding.OfNumbers(3, 0), source);
        }
    }

    static Rows Csv(TrainDataSettings settings, string path)
    {
        using var table = CsvFile.Read(path, CsvColumns.Options(settings.Csv));
        var isClasses = table.Schema.Classes != null;
        var (train, test) = isClasses
            ? table.Data.StratifiedSplit(settings.TrainFraction, (ulong)settings.Seed)
            : table.Data.Split(settings.TrainFraction, (ulong)settings.Seed);
        return new(
            train,
            test,
            InputEncoding.OfCsv(table.Schema),
            FormattableString.Invariant(
                $"{path}, split into {train.Rows:N0} training and {test.Rows:N0} test rows with seed {settings.Seed}"));
    }

    // What is standardized is learnt on the rows that are learned from, and on no others.
    static RunData Finish(Rows rows, TrainDataSettings settings)
    {
        var (train, validation) = settings.Folds > 0 || settings.ValidationFraction > 0
            ? Apart(rows.Train, rows.Encoding.Classes != null, settings) : (rows.Train, null);
        if (!settings.Standardize) return new(train, validation, rows.Test, rows.Encoding, rows.Source);
        var learnt = Standardization.Learn(train);
        return new(
            Applied(learnt, train)!,
            Applied(learnt, validation),
            Applied(learnt, rows.Test)!,
            rows.Encoding.Standardized(learnt),
            rows.Source);
    }

    static (Dataset, Dataset?) Apart(Dataset all, bool isClasses, TrainDataSettings settings)
    {
        using (all)
            return settings.Folds > 0
                ? all.Split(FoldOf(all, isClasses, settings))
                : all.Split(1 - settings.ValidationFraction, (ulong)settings.Seed);
    }

    static RowFold FoldOf(Dataset all, bool isClasses, TrainDataSettings settings)
    {
        try
        {
            return (
                isClasses
                    ? Folds.Stratified(all.Classes(), settings.Folds, (ulong)settings.Seed)
                    : Folds.Random((int)all.Rows, settings.Folds, (ulong)settings.Seed))[settings.Fold];
        }
        catch (ArgumentException few)
        {
            throw new UserError($"data.folds is {settings.Folds}: {ArgumentText.Of(few)}", few);
        }
    }

    static Dataset? Applied(Standardization learnt, Dataset? data)
    {
        if (data == null) return null;
        using (data)
        using (torch.NewDisposeScope())
        {
            var applied = learnt.Apply(data);
            // Targets and weights are views of what is disposed here: the storage stays, as libtorch counts its users.
            return applied;
        }
    }
}
