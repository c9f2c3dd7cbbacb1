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

    /// <summary>What the target is, in words; null where nothing was found out.</summary>
    internal string? Target { get; init; }

    internal static SelectData Load(SelectSettings settings) =>
        settings.Data.Source == "drawn" || Directory.Exists(settings.Data.Source) ? Digits(settings)
        : FileFormat.Of(settings.Data.Source) is { } format && File.Exists(settings.Data.Source) ? Of(format, settings)
        : SelectCsv.Of(settings);

    static SelectData Of(FileFormat format, SelectSettings settings)
    {
        var (data, path, loss) = (settings.Data, settings.Data.Source, settings.Problem.Loss);
        if (NamedColumn(data) is { } named)
            throw new UserError($"{named} names a column of a CSV file, and {path} is of {format.Name}; leave it out");
        var kind = loss == SelectLosses.Auto ? data.Sparse.TargetKind
            : settings.Problem.IsOfClasses() ? CsvTarget.Class : CsvTarget.Number;
        var all = format.Load(path, data.Sparse with { TargetKind = kind }, new() { Type = torch.ScalarType.Float64 });
        var isClasses = all.Data.Targets.dtype == torch.ScalarType.Int64;
        if (loss != SelectLosses.Auto && isClasses != (kind == CsvTarget.Class))
            throw new UserError(
                $"{path} holds {(isClasses ? "classes" : "numbers")} as targets, and problem.loss is for " +
                $"{(isClasses ? "numbers" : "classes")}; set problem.loss to " +
                (isClasses ? "logistic or softmax" : "squaredError, huber, poisson or gamma"));
        var count = data.Rows > 0 && data.Rows < all.Data.Rows ? data.Rows : all.Data.Rows;
        var rows = count < all.Data.Rows ? all.Data.Select([.. Enumerable.Range(0, (int)count)]) : all.Data;
        return new(rows, rows.FeatureNames, null, FormattableString.Invariant($"{path}, {count:N0} rows") +
            (count < all.Data.Rows ? FormattableString.Invariant($" of {all.Data.Rows:N0}, as data.rows says") : ""), false)
        {
            Encoding = FileFormat.EncodingOf(all, isClasses) with { IsDouble = true },
        };
    }

    static string? NamedColumn(SelectDataSettings data) =>
        data.Groups.Length > 0 ? "data.groups"
        : data.Csv.Weights.Length > 0 ? "data.csv.weights"
        : data.Csv.Target.Length > 0 ? "data.csv.target"
        : data.Csv.Categorical.Count > 0 ? "data.csv.categorical"
        : data.Csv.Event.Length > 0 ? "data.csv.event" : null;

    static SelectData Digits(SelectSettings settings)
    {
        var data = settings.Data;
        var encoding = InputEncoding.OfImages(28, 28, settings.Problem.MayBeOfClasses() ? 10 : 0) with { IsDouble = true };
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
        using var images = Dataset.Of(split.Train);
        return new(
            new(images.Features.alias(), encoding.Answers(images)),
            null,
            null,
            FormattableString.Invariant(
                $"{(data.Source == "drawn" ? "digits drawn in memory" : $"{data.Source}, shuffled")} with seed {data.Seed}, ") +
                FormattableString.Invariant($"{split.Train.Rows:N0} rows, SHA-256 {split.Train.Sha256}"),
            true)
        {
            Encoding = encoding,
        };
    }

    public void Dispose() => Rows.Dispose();
}
