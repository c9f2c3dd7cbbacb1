using TorchReg.Data;
using TorchReg.Kernels;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Cli.Runs;

/// <summary>Answers of a classifier beside the truth.</summary>
/// <param name="Confusion">
/// Rows of the class of the row that were taken for the class of the column; null where there are more than 30 classes.
/// </param>
/// <param name="Calibration">
/// By tenths of the probability of the class that a row is taken for; null where there are no probabilities.
/// </param>
sealed record ClassRecord(IReadOnlyList<IReadOnlyList<int>>? Confusion, IReadOnlyList<CalibrationBin>? Calibration)
{
    const int MostClasses = 30, Bins = 10;

    /// <summary>Null where targets are no classes.</summary>
    internal static ClassRecord? Of(Loss loss, Tensor predictions, Dataset rows)
    {
        if (loss.Target is not (TargetKind.Classes or TargetKind.Binary)) return null;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var n = (int)rows.Rows;
        var z = predictions.cpu().to(ScalarType.Float64).reshape(n, -1);
        var targets = rows.Targets.cpu();
        var outputs = (int)z.shape[1];
        if (loss.Target == TargetKind.Binary && outputs > 1) return null;
        var isIndex = targets.dtype == ScalarType.Int64 || outputs == 1;
        var truth = HostMemory.Numbers(isIndex ? targets.reshape(n) : targets.argmax(1));
        if (truth.Any(k => k != Math.Floor(k))) return null;
        var (scores, expected) = (HostMemory.Numbers(z), loss.Expected is { } of ? HostMemory.Numbers(of(z)) : null);
        int Answer(int i) => outputs == 1 ? scores[i] > 0 ? 1 : 0
            : Enumerable.Range(0, outputs).MaxBy(k => scores[i * outputs + k]);
        var answers = Enumerable.Range(0, n).Select(Answer).ToArray();
        double Sure(int i) => outputs > 1 ? expected![i * outputs + answers[i]]
            : answers[i] == 1 ? expected![i] : 1 - expected![i];
        return new(
            ConfusionOf(truth, answers, Math.Max(2, outputs)),
            expected is null ? null : CalibrationOf(truth, answers, [.. Enumerable.Range(0, n).Select(Sure)]));
    }

    static int[][]? ConfusionOf(double[] truth, int[] answers, int classes)
    {
        if (classes > MostClasses) return null;
        int[][] counts = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        foreach (var (k, answer) in truth.Zip(answers)) counts[(int)k][answer]++;
        return counts;
    }

    static CalibrationBin[] CalibrationOf(double[] truth, int[] answers, double[] sure) =>
    [
        .. Enumerable.Range(0, truth.Length)
            .GroupBy(i => Math.Clamp((int)(sure[i] * Bins), 0, Bins - 1))
            .OrderBy(bin => bin.Key)
            .Select(bin => new CalibrationBin(
                bin.Count(), bin.Average(i => sure[i]), bin.Average(i => truth[i] == answers[i] ? 1.0 : 0))),
    ];
}

/// <summary>Rows whose answer is about equally sure.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Probability">The mean probability of their answers.</param>
/// <param name="Right">The share of them that are right.</param>
sealed record CalibrationBin(int Rows, double Probability, double Right);
