using System.Diagnostics;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>What a trial trains: a fresh model, its penalties and how it is trained.</summary>
/// <param name="Model">Fresh for every fold; the search disposes it.</param>
/// <param name="Regularization">On that model; none where null.</param>
/// <param name="Options">Epochs, rate, optimizer, early stopping …</param>
public sealed record TrialModel(nn.Module<Tensor, Tensor> Model, Regularization? Regularization, TrainingOptions Options);

/// <summary>
/// Grid or random search over any hyper-parameters of any module: for each trial and each fold a model is made, trained by
/// <see cref="Trainer"/> on the fold's training rows and judged on its held-out rows. The score of a trial is the mean over folds.
/// </summary>
/// <param name="make">Makes a trial's model; called for every fold anew.</param>
/// <param name="loss">The data loss.</param>
/// <param name="score">What of a held-out ledger counts, smaller being better. Default: its data loss.</param>
/// <param name="validates">Whether the trainer watches the held-out rows, as early stopping needs it. Default false.</param>
public sealed class ModelSearch(Func<Trial, TrialModel> make, Loss loss, Func<Ledger, double>? score = null, bool validates = false)
{
    /// <summary>Runs the trials.</summary>
    /// <param name="data">All rows.</param>
    /// <param name="folds">Folds of them.</param>
    /// <param name="trials">What to try.</param>
    /// <param name="finished">Results of an earlier run over the same data and folds, which are not run again.</param>
    /// <param name="progress">Told of every finished trial.</param>
    /// <param name="cancellation">Ends the search; finished trials are returned, and can be given as <paramref name="finished"/> to go on.</param>
    public SearchResult Run(
        Dataset data, IReadOnlyList<RowFold> folds, IReadOnlyList<Trial> trials, IReadOnlyList<TrialResult>? finished = null,
        IProgress<SearchProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(trials);
        if (trials.Count == 0) throw new ArgumentException("There is no trial: give at least one.", nameof(trials));
        if (folds.Count == 0) throw new ArgumentException("There is no fold: give at least one.", nameof(folds));
        var (results, watch, ran) = (new List<TrialResult>(), Stopwatch.StartNew(), 0);
        var toRun = trials.Count(trial => Earlier(trial, finished) is null);
        foreach (var trial in trials)
        {
            if (Earlier(trial, finished) is { } earlier) { results.Add(earlier); continue; }
            if (cancellation.IsCancellationRequested || Judge(trial, data, folds, cancellation) is not { } result) break;
            results.Add(result);
            progress?.Report(new(++ran, toRun, result, watch.Elapsed));
        }
        return new(results, trials.Count);
    }

    static TrialResult? Earlier(Trial trial, IReadOnlyList<TrialResult>? finished) => finished?.FirstOrDefault(result => result.Trial.Equals(trial));

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
            var (model, regularization, options) = make(trial);
            using (model)
            using (regularization)
            {
                try
                {
                    new Trainer(model, loss, regularization, options).Fit(train, validates ? test : null, cancellation: cancellation);
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
/// <param name="Of">Trials to run.</param>
/// <param name="Last">The trial finished last.</param>
/// <param name="Elapsed">Time so far.</param>
public sealed record SearchProgress(int Done, int Of, TrialResult Last, TimeSpan Elapsed)
{
    /// <summary>The time that the rest takes, if it goes on like this.</summary>
    public TimeSpan Remaining => Elapsed * ((double)(Of - Done) / Done);
}
