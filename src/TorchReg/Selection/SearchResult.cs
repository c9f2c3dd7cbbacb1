using System.Text.Json;
using TorchReg.Storage;

namespace TorchReg.Selection;

/// <summary>A finished trial.</summary>
/// <param name="Trial">The hyper-parameters.</param>
/// <param name="FoldScores">Of each fold; infinite where training diverged.</param>
public sealed record TrialResult(Trial Trial, double[] FoldScores)
{
    /// <summary>The rows, folds, loss and kind of score that the scores are of; null where it was made by hand.</summary>
    internal Provenance? BelongsTo { get; init; }

    /// <summary>The mean over folds.</summary>
    public double Mean { get; } = FoldScores.Average();

    /// <summary>√(Σ (m_f − m)²/(F(F − 1))); NaN for one fold.</summary>
    public double StandardError { get; } = Math.Sqrt(
        FoldScores.Sum(s => Math.Pow(s - FoldScores.Average(), 2)) / FoldScores.Length / (FoldScores.Length - 1));

    /// <summary>"lambda 0.1: 0.523 ± 0.012 over 5 folds".</summary>
    public override string ToString() => FormattableString.Invariant($"{Trial}: {Mean:G4}{Spread}");

    string Spread => FoldScores.Length < 2 ? ""
        : FormattableString.Invariant($" ± {StandardError:G2} over {FoldScores.Length} folds");
}

/// <summary>What a search found.</summary>
/// <param name="Results">The finished trials, in their order.</param>
/// <param name="Requested">Trials that were requested: more than there are results where the search was ended.</param>
public sealed record SearchResult(IReadOnlyList<TrialResult> Results, int Requested)
{
    /// <summary>Whether every trial was run.</summary>
    public bool IsComplete => Results.Count == Requested;

    /// <summary>The trial of least mean; one whose score is no number is worse than any.</summary>
    /// <exception cref="InvalidOperationException">No trial was finished.</exception>
    public TrialResult Best => Results.MinBy(result => double.IsNaN(result.Mean) ? double.PositiveInfinity : result.Mean)
        ?? throw new InvalidOperationException(
        "No trial was finished.");

    /// <summary>
    /// Of the trials within one standard error of the best, the one that is largest by what is given: the simplest.
    /// </summary>
    /// <param name="simplicity">As <c>trial => trial["lambda"]</c>.</param>
    public TrialResult OneStandardError(Func<Trial, double> simplicity)
    {
        ArgumentNullException.ThrowIfNull(simplicity);
        var limit = Best.Mean + (double.IsNaN(Best.StandardError) ? 0 : Best.StandardError);
        return Results.Where(result => result.Mean <= limit).MaxBy(result => simplicity(result.Trial))!;
    }

    /// <summary>"8 of 12 trials, the best lambda 0.1: 0.523 ± 0.012 over 5 folds".</summary>
    public override string ToString() =>
        $"{Results.Count} of {Requested} trials{(Results.Count > 0 ? $", the best {Best}" : "")}";

    /// <summary>A line for each finished trial, best first: its values, mean and standard error over the folds.</summary>
    /// <param name="most">Trials that are shown; 1 or more. Default 20.</param>
    public string ToTable(int most = 20)
    {
        string[] names = [.. Results.SelectMany(result => result.Trial.Values.Keys).Distinct()];
        var ordered = Results.OrderBy(result => double.IsNaN(result.Mean) ? double.PositiveInfinity : result.Mean).ToArray();
        return AlignedTable.Of(
            ["trial", .. names, "mean", "standard error", ""],
            ordered.Take(AlignedTable.Positive(most)).Select((result, i) => (string[])
            [
                $"{i + 1}",
                .. names.Select(name =>
                    AlignedTable.Number(result.Trial.Values.TryGetValue(name, out var value) ? value : null, "G6")),
                AlignedTable.Number(result.Mean),
                AlignedTable.Number(double.IsNaN(result.StandardError) ? null : result.StandardError, "G2"),
                i == 0 ? "best" : ""
            ]));
    }

    /// <summary>Writes the finished trials as JSON, one a line, to go on from another day.</summary>
    public void Save(string path) => WholeFile.Write(path, string.Concat(Results.Select(result => JsonSerializer.Serialize(
        new Line(new(result.Trial.Values), [.. result.FoldScores.Select(score => double.IsFinite(score) ? score : (double?)null)],
            result.BelongsTo?.Values)) +
            "\n")));

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">A line is no finished trial; the message names the file and the line.</exception>
    public static IReadOnlyList<TrialResult> Load(string path) =>
        [.. File.ReadLines(path).Index().Where(line => line.Item.Length > 0).Select(
        line => Parse(path, line.Index + 1, line.Item))];

    static TrialResult Parse(string path, int number, string text)
    {
        try
        {
            if (JsonSerializer.Deserialize<Line>(text) is { Values: not null, Scores.Length: > 0 } line)
                return new(new(line.Values), [.. line.Scores.Select(score => score ?? double.PositiveInfinity)])
                { BelongsTo = line.BelongsTo is { } values ? new(values) : null };
        }
        catch (JsonException) { }
        throw new InvalidDataException($"{path}, line {number}: expected a finished trial as SearchResult.Save writes it; " +
            "delete the line.");
    }

    sealed record Line(Dictionary<string, double> Values, double?[] Scores, IReadOnlyDictionary<string,
        string>? BelongsTo = null);
}
