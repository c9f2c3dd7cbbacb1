using System.Diagnostics;
using System.Runtime.CompilerServices;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Storage;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>What a trial trains: a fresh model, its penalties and how it is trained.</summary>
/// <param name="Model">Fresh for every fold; the search disposes it.</param>
/// <param name="Regularization">On that model; none where null.</param>
/// <param name="Options">Epochs, rate, optimizer, early stopping …</param>
public sealed record TrialModel(nn.Module<Tensor, Tensor> Model, Regularization? Regularization, TrainingOptions Options)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>
/// Grid or random search over any hyper-parameters of any module: for each trial and each fold a model is made, trained by
/// <see cref="Trainer"/> on the fold's training rows and judged on its held-out rows. The score of a trial is the mean over
/// folds.
/// </summary>
/// <param name="make">Makes a trial's model; called for every fold anew.</param>
/// <param name="loss">The data loss.</param>
/// <param name="score">What of a held-out ledger counts, smaller being better. Default: its data loss.</param>
/// <param name="watchesHeldOut">Whether the trainer watches the held-out rows, as early stopping needs it. Default false.</param>
public sealed class ModelSearch(
    Func<Trial, TrialModel> make, Loss loss, Func<Ledger, double>? score = null, bool watchesHeldOut = false)
{
    /// <summary>Runs the trials.</summary>
    /// <param name="data">All rows.</param>
    /// <param name="folds">Folds of them.</param>
    /// <param name="trials">What to try.</param>
    /// <param name="finished">
    /// Results of an earlier run over the same rows and folds with the same loss, which are not run again.
    /// </param>
    /// <param name="progress">Told of every finished trial.</param>
    /// <param name="cancellation">
    /// Ends the search; finished trials are returned, and can be given as <paramref name="finished"/> to go on.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Folds do not fit the rows, a finished result is of others, or a model was given twice.
    /// </exception>
    public SearchResult Run(
        Dataset data, IReadOnlyList<RowFold> folds, IReadOnlyList<Trial> trials, IReadOnlyList<TrialResult>? finished = null,
        IProgress<SearchProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(trials);
        if (trials.Count == 0) throw new ArgumentException("There is no trial: give at least one.", nameof(trials));
        if (folds.Count == 0) throw new ArgumentException("There is no fold: give at least one.", nameof(folds));
        FoldChecks.CheckRows(data.Rows, folds);
        FoldChecks.CheckAllRows(data.Rows, folds);
        var belonging = Belonging(data, folds);
        foreach (var trial in trials)
            if (Earlier(trial, finished) is { } earlier) Expect(earlier, belonging, folds.Count);
        var (results, watch, ran) = (new List<TrialResult>(), Stopwatch.StartNew(), 0);
        var toRun = trials.Count(trial => Earlier(trial, finished) is null);
        foreach (var trial in trials)
        {
            if (Earlier(trial, finished) is { } earlier) { results.Add(earlier); continue; }
            if (cancellation.IsCancellationRequested || Judge(trial, data, folds, cancellation) is not { } scored) break;
            var result = scored with { BelongsTo = belonging };
            results.Add(result);
            progress?.Report(new(++ran, toRun, result, watch.Elapsed));
        }
        return new(results, trials.Count);
    }

    static TrialResult? Earlier(Trial trial, IReadOnlyList<TrialResult>? finished) =>
        finished?.FirstOrDefault(result => result.Trial.Equals(trial));

    Provenance Belonging(Dataset data, IReadOnlyList<RowFold> folds) => new(new Dictionary<string, string>
    {
        ["rows"] = DatasetDigest.Of(data),
        ["folds"] = ChoiceProvenance.Of(folds),
        ["loss"] = loss.Name,
        ["score"] = score is null ? "data loss" : "a function",
        ["early stopping on held-out rows"] = watchesHeldOut ? "yes" : "no",
    });

    static void Expect(TrialResult earlier, Provenance belonging, int folds)
    {
        if (earlier.FoldScores.Length != folds)
            throw new ArgumentException($"The finished trial {earlier.Trial} has the scores of {earlier.FoldScores.Length} " +
                $"folds, and this search has {folds}: go on with its folds, or leave it out.");
        if (earlier.BelongsTo is { } other && belonging.ChangesSince(other) is { Count: > 0 } changes)
            throw new ArgumentException($"The finished trial {earlier.Trial} is of another search: " +
                $"{string.Join("; ", changes)}. Go on with what it was begun with, or leave it out.");
    }

    // A model that was trained is no fresh one, and is disposed.
    TrialModel Make(Trial trial)
    {
        var made = make(trial);
        if (!given.TryAdd(made.Model, trial))
            throw new ArgumentException($"The model of trial {trial} was given before: make a new one in every call, since " +
                "each is trained from its own start and then disposed.");
        return made;
    }

    readonly ConditionalWeakTable<nn.Module, Trial> given = [];

    TrialResult? Judge(Trial trial, Dataset data, IReadOnlyList<RowFold> folds, CancellationToken cancellation)
    {
        var scores = new double[folds.Count];
        try
        {
            for (var f = 0; f < folds.Count; f++) scores[f] = Judge(trial, data, folds[f], cancellation);
        }
        catch (OperationCanceledException) { return null; }
        return new(trial, scores);
    }

    // A trial that diverges is a bad trial, not the search's end.
    double Judge(Trial trial, Dataset data, RowFold fold, CancellationToken cancellation)
    {
        var (train, test) = data.Split(fold);
        using (train)
        using (test)
        {
            var (model, regularization, options) = Make(trial);
            using (model)
            using (regularization)
            {
                try
                {
                    new Trainer(model, loss, regularization, options).Fit(
                        train, watchesHeldOut ? test : null, cancellation: cancellation);
                }
                catch (DivergenceException) { return double.PositiveInfinity; }
                cancellation.ThrowIfCancellationRequested();
                var ledger = Evaluation.Of(model, test, loss, regularization);
                return score?.Invoke(ledger) ?? ledger.DataLoss;
            }
        }
    }
}

/// <summary>How far a search is.</summary>
/// <param name="Done">Trials run.</param>
/// <param name="Total">Trials to run.</param>
/// <param name="Last">The trial finished last.</param>
/// <param name="Elapsed">Time so far.</param>
public sealed record SearchProgress(int Done, int Total, TrialResult Last, TimeSpan Elapsed)
{
    /// <summary>The time that the rest takes, if it goes on like this.</summary>
    public TimeSpan Remaining => Elapsed * ((double)(Total - Done) / Done);
}
