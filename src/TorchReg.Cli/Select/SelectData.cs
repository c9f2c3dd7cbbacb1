using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Data;
using TorchSharp;

namespace TorchReg.Cli.Select;

/// <summary>The rows that the settings ask for.</summary>
/// <param name="Rows">Features, targets, weights.</param>
/// <param name="Names">Of the features; null where they have none.</param>
/// <param name="Groups">Of each row, where a column says.</param>
/// <param name="Source">Where they come from, in words.</param>
/// <param name="IsImage">Whether features are 28 × 28 pixels.</param>
sealed record SelectData(Dataset Rows, IReadOnlyList<string>? Names, double[]? Groups, string Source, bool IsImage) : IDisposable
{
    /// <summary>How features are made of a file's columns, for predictions.</summary>
    internal required InputEncoding Encoding { get; init; }

    /// <summary>The column of the file that each feature comes from; null where there is none.</summary>
    internal IReadOnlyList<int>? Blocks { get; init; }

    internal static SelectData Load(SelectSettings settings) =>
        settings.Data.Source == "drawn" || Directory.Exists(settings.Data.Source) ? Digits(settings.Data)
        : FileFormat.Of(settings.Data.Source) is { } format && File.Exists(settings.Data.Source) ? Of(format, settings)
        : Csv(settings);

    static SelectData Of(FileFormat format, SelectSettings settings)
    {
        var (data, path) = (settings.Data, settings.Data.Source);
        if (data.Groups.Length > 0 || data.Weights.Length > 0 || data.Target.Length > 0 || data.Categorical.Length > 0)
            throw new UserError(
                "data.groups, data.weights, data.target and data.categorical name columns of a CSV file, and " +
                $"{path} is of {format.Name}; leave them out");
        var kind = settings.Problem.IsOfClasses() ? CsvTarget.Class : CsvTarget.Number;
        var all = format.Load(path, data.Sparse with { TargetKind = kind }, new() { Type = torch.ScalarType.Float64 });
        if (all.Data.Targets.dtype == torch.ScalarType.Int64 != (kind == CsvTarget.Class))
            throw new UserError(
                $"{path} holds {(kind == CsvTarget.Class ? "numbers" : "classes")} as targets, and problem.loss is for " +
                $"{(kind == CsvTarget.Class ? "classes" : "numbers")}; set problem.loss to " +
                (kind == CsvTarget.Class ? "squaredError, huber, poisson or gamma" : "logistic or softmax"));
        var count = data.Rows > 0 && data.Rows < all.Data.Rows ? data.Rows : all.Data.Rows;
        var rows = count < all.Data.Rows ? all.Data.Select([.. Enumerable.Range(0, (int)count)]) : all.Data;
        return new(rows, rows.FeatureNames, null, FormattableString.Invariant($"{path}, {count:N0} rows"), false)
        {
            Encoding = FileFormat.EncodingOf(all, kind == CsvTarget.Class) with { IsDouble = true },
        };
    }

    static SelectData Digits(SelectDataSettings data)
    {
        var rows = data.Rows > 0 || data.Source != "drawn" ? data.Rows : 2_000;
        // All rows of a folder may be learned from: folds do the judging.
        var split = CompareData.Load(
            new()
            {
                Source = data.Source,
                TrainRows = rows,
                TestRows = 1,
                TrainFraction = 0.999,
                Seed = data.Seed
            });
        return new(
            Dataset.Of(split.Train),
            null,
            null,
            FormattableString.Invariant(
                $"{(data.Source == "drawn" ? "digits drawn in memory" : $"{data.Source}, shuffled")} with seed {data.Seed}, ") +
                FormattableString.Invariant($"{split.Train.Rows:N0} rows, SHA-256 {split.Train.Sha256}"),
            true)
        {
            Encoding = InputEncoding.OfImages(28, 28, 10) with { IsDouble = true },
        };
    }

    static SelectData Csv(SelectSettings settings)
    {
        var (data, path) = (settings.Data, settings.Data.Source);
        if (!File.Exists(path))
            throw new UserError(
                $"data.source is '{path}', which is no file and no folder; set it to 'drawn', a CSV file, or a folder with " +
                "MNIST-format files");
        var options = new CsvOptions
        {
            Encoding = data.Encoding,
            Target = data.Target.Length > 0 ? data.Target : ^1,
            TargetKind = settings.Problem.IsOfClasses() ? CsvTarget.Class : CsvTarget.Number,
            Weights = data.Weights.Length > 0 ? (CsvColumn?)data.Weights : default(CsvColumn?),
            Ignored = data.Groups.Length > 0 ? [data.Groups] : [],
            Categorical = Categorical(data),
            Type = torch.ScalarType.Float64,
        };
        CsvColumn? events = data.Event.Length > 0 ? (CsvColumn)data.Event : default(CsvColumn?);
        using var table = CsvFile.Read(path, events is { } column ? EventColumn.Without(options, column) : options);
        var (timed, ofEvents) = events is { } beside
            ? EventColumn.Beside(table.Data, given => CsvFile.Read(path, given), options, beside) : default;
        using var both = timed;
        if (settings.Problem.Loss == SelectLosses.Logistic && table.Schema.Classes is { Count: > 2 } classes)
            throw new UserError(
                $"{path}: '{Shown.Value(table.Schema.Target.Name)}' has {classes.Count} classes, " +
                $"{string.Join(", ", classes.Take(3).Select(name => Shown.Value(name)))}{(classes.Count > 3 ? " …" : "")}, and " +
                "problem.loss is logistic, for two; set it to softmax, or to squaredError where they are numbers");
        var rows = data.Rows > 0 && data.Rows < table.Data.Rows ? data.Rows : table.Data.Rows;
        var groups = data.Groups.Length > 0 ? GroupsOf(path, data, rows) : null;
        return new(
            (both ?? table.Data).Select([.. Enumerable.Range(0, (int)rows)]),
            table.Schema.FeatureNames,
            groups,
            FormattableString.Invariant($"{path}, {rows:N0} rows"),
            false)
        {
            Encoding = InputEncoding.OfCsv(table.Schema) with { Events = ofEvents, IsDouble = true },
            Blocks = table.Schema.FeatureGroups,
        };
    }

    static CsvColumn[] Categorical(SelectDataSettings data) =>
        [.. data.Categorical.Split(',', Words).Select(name => (CsvColumn)name)];

    const StringSplitOptions Words = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    // The groups are a column like any other, read as the classes of a target.
    static double[] GroupsOf(string path, SelectDataSettings data, long rows)
    {
        using var table = CsvFile.Read(
            path,
            new CsvOptions
            {
                Encoding = data.Encoding,
                Target = data.Groups,
                TargetKind = CsvTarget.Class,
                Categorical = Categorical(data),
                Ignored = data.Target.Length > 0 ? [data.Target] : [^1]
            });
        return [.. table.Data.Classes().Take((int)rows).Select(group => (double)group)];
    }

    public void Dispose() => Rows.Dispose();
}
