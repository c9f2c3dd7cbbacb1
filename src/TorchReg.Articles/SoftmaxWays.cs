using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;

namespace TorchReg.Articles;

/// <summary>
/// Softmax classifiers with several penalties on every draw, those of a draw trained as one product with its rows: all steps are
/// on all rows, from zero.
/// </summary>
public static class SoftmaxWays
{
    /// <summary>Trains one model for each penalty and draw.</summary>
    /// <param name="draws">The seeds.</param>
    /// <param name="penalties">A name and a penalty each, null for none; those with L1 by proximal steps.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="rate">η.</param>
    public static Seeded[] Of(
        IReadOnlyList<SeedRows> draws, IReadOnlyList<(string Name, Penalty? Penalty)> penalties, int steps, double rate)
    {
        ArgumentNullException.ThrowIfNull(draws);
        ArgumentNullException.ThrowIfNull(penalties);
        var runs = draws.Select(draw => OfDraw(draw, penalties, steps, rate)).ToArray();
        return [.. penalties.Select((p, i) => new Seeded(p.Name, [.. runs.Select(run => run[i])]))];
    }

    static Outcome[] OfDraw(SeedRows draw, IReadOnlyList<(string Name, Penalty? Penalty)> penalties, int steps, double rate)
    {
        var columns = (int)draw.Train.Features.shape[1];
        var models = penalties.Select(_ => new SoftmaxRegression(columns, 10).to(draw.Train.Features.device)).ToArray();
        using var stack = new ModelStack(models);
        var attached = models.Zip(penalties, (model, p) => p.Penalty == null ? null : Attached(model, p.Penalty)).ToArray();
        var options = new TrainingOptions
        {
            Epochs = steps,
            BatchSize = (int)draw.Train.Rows,
            LearningRate = rate,
            EvaluateTraining = false,
        };
        new StackTrainer(stack, Losses.CrossEntropy, [.. attached.Select(a => new StackMember(a, options))]).Fit(draw.Train);
        var outcomes = models
            .Select((model, i) => draw.Outcome(penalties[i].Name, model, Losses.CrossEntropy, attached[i]))
            .ToArray();
        foreach (var one in attached) one?.Dispose();
        return outcomes;
    }

    static Regularization Attached(SoftmaxRegression model, Penalty penalty) =>
        new(model, penalty, penalty.Shrinkage is { L1: > 0 } ? PenaltyMode.Proximal : PenaltyMode.Gradient);
}
