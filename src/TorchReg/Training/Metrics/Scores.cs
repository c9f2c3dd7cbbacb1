using TorchReg.Data;
using TorchReg.Kernels;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// How well predictions meet targets, by every metric that suits the loss: the loss itself; of numbers RMSE, MAE and R²; of
/// counts and amounts D² too; of classes accuracy, log loss, D², AUC, F1 and the calibration error; of times of events the
/// concordance. Each with a standard error from bootstrap samples of the rows.
/// </summary>
public static class Scores
{
    const int MostSamples = 200, LeastSamples = 25;

    // Passes over a row.
    const double Work = 4e7;

    /// <summary>Judges predictions.</summary>
    /// <param name="loss">The loss that they were learned by.</param>
    /// <param name="predictions">What the model says, before the link: n × outputs, or n.</param>
    /// <param name="rows">Their targets and weights; their features are not looked at.</param>
    /// <param name="withErrors">Whether standard errors are made, which takes up to 200 times as long. Default true.</param>
    /// <returns>The loss first. Log loss and calibration are of losses that give probabilities.</returns>
    /// <exception cref="ArgumentException">Predictions and targets do not fit the loss.</exception>
    public static IReadOnlyList<Score> Of(Loss loss, Tensor predictions, Dataset rows, bool withErrors = true)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(rows);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (z, targets) = (predictions.detach().cpu(), rows.Targets.detach().cpu());
        var weights = rows.Weights is { } given ? HostMemory.Numbers(given) : [.. Enumerable.Repeat(1.0, (int)rows.Rows)];
        RowScore[] scores = [.. RowScores.Of(loss, z, targets, weights)];
        var values = Array.ConvertAll(scores, score => score.Of(weights));
        var errors = withErrors ? Errors(scores, weights) : [.. scores.Select(_ => double.NaN)];
        return [.. scores.Select((score, i) => new Score(score.Metric, values[i], errors[i]))];
    }

    static double[] Errors(RowScore[] scores, double[] weights)
    {
        var n = weights.Length;
        if (n < 2) return [.. scores.Select(_ => double.NaN)];
        var count = (int)Math.Clamp(Work / n / scores.Sum(score => score.Cost), LeastSamples, MostSamples);
        var drawn = new double[scores.Length][];
        for (var s = 0; s < scores.Length; s++) drawn[s] = new double[count];
        // The same rows always have the same errors.
        var random = new SplitMix64(0);
        var counts = new double[n];
        for (var b = 0; b < count; b++)
        {
            Array.Clear(counts);
            for (var i = 0; i < n; i++) counts[random.Below(n)]++;
            for (var i = 0; i < n; i++) counts[i] *= weights[i];
            for (var s = 0; s < scores.Length; s++) drawn[s][b] = scores[s].Of(counts);
        }
        return Array.ConvertAll(drawn, Deviation);
    }

    // A sample may lack what a number is of, as a class.
    static double Deviation(double[] drawn)
    {
        double[] numbers = [.. drawn.Where(double.IsFinite)];
        if (numbers.Length < LeastSamples / 2) return double.NaN;
        var mean = numbers.Average();
        return Math.Sqrt(numbers.Sum(x => (x - mean) * (x - mean)) / (numbers.Length - 1));
    }
}
