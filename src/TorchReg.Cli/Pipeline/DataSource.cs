using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>Rows as a source gives them: not yet set apart for validation, not yet standardized.</summary>
/// <param name="Train">Rows to learn from, and to watch.</param>
/// <param name="Test">Rows to judge by.</param>
/// <param name="Encoding">How features are made of columns.</param>
/// <param name="Source">One line for the reader.</param>
sealed record SourceRows(Dataset Train, Dataset Test, InputEncoding Encoding, string Source);

/// <summary>A source of rows that data.source names.</summary>
/// <param name="Name">In configurations.</param>
/// <param name="Load">Its rows, on the CPU.</param>
sealed record DataSource(string Name, Func<TrainDataSettings, SourceRows> Load)
{
    /// <summary>
    /// The sources by name; any other is the path of a file (of a <see cref="FileFormat"/>, or CSV) or of a folder with digits.
    /// </summary>
    internal static IReadOnlyList<DataSource> All { get; } =
    [
        new(TrainConfig.Digits, Digits),
        new(DataSettings.Drawn, Digits),
        new("regression", GeneratedProblems.Regression),
        new("classification", GeneratedProblems.Classification),
        new("article", GeneratedProblems.Article),
        new("articleAsWritten", GeneratedProblems.ArticleAsWritten),
        new("reviews", GeneratedRows.Reviews),
        new("ratings", GeneratedRows.Ratings),
    ];

    /// <summary>The rows of a source, or of the file or folder at its path.</summary>
    internal static SourceRows Of(TrainDataSettings settings)
    {
        if (All.FirstOrDefault(source => source.Name == settings.Source) is { } named) return named.Load(settings);
        if (Directory.Exists(settings.Source)) return DigitRows.Of(settings, settings.Source);
        if (!File.Exists(settings.Source)) throw Unknown(settings.Source);
        return FileFormat.Of(settings.Source)?.Rows(settings, settings.Source) ?? CsvRows.Of(settings, settings.Source);
    }

    static UserError Unknown(string source)
    {
        var beside = KnownName.Beside(source);
        string[] names = [.. All.Select(known => known.Name)];
        return new(
            $"data.source {source}: no such file or folder, and no source of that name" +
            $"{(beside.Length > 0 ? beside : $"; {KnownName.Hint(source, names)}")}");
    }

    static SourceRows Digits(TrainDataSettings settings) => DigitRows.Of(settings, DataSettings.Drawn);
}
