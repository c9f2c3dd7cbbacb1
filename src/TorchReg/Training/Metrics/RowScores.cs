using TorchReg.Kernels;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>Which metrics a loss has, bound to rows.</summary>
static class RowScores
{
    /// <param name="loss">The loss.</param>
    /// <param name="given">Predictions before the link, n × outputs, or n.</param>
    /// <param name="targets">Of the loss's shape; classes of a binary loss may be indices, one number a row n or n × 1.</param>
    /// <param name="weights">Of the rows, n.</param>
    internal static IEnumerable<RowScore> Of(Loss loss, Tensor given, Tensor targets, double[] weights)
    {
        var n = given.shape[0];
        var z = given.to(ScalarType.Float64);
        // One number a row is n or n × 1, as linear problems take it.
        var y = targets.numel() == n && z.numel() == n ? targets.to(ScalarType.Float64).reshape(z.shape)
            : LossShapes.IsIndices(targets) ? targets : targets.to(ScalarType.Float64);
        if (loss.Target == TargetKind.Survival)
            return [new ConcordanceScore(Numbers(z.reshape(-1)), Numbers(y.select(1, 0)), Numbers(y.select(1, 1)))];
        var each = new MeanScore(Metric.Loss, Numbers(loss.Each(z, y)), loss.DivisorOfEach(y) is { } by ? Numbers(by) : null);
        return loss.Target switch
        {
            TargetKind.Numbers when z.shape.AsSpan().SequenceEqual(y.shape) => [each, .. OfNumbers(z, y)],
            TargetKind.Counts or TargetKind.Amounts when z.numel() == n && loss.Datafit is { } datafit =>
                [each, .. OfNumbers(loss.Expected!(z), y), Explained(datafit, z, y, weights)],
            TargetKind.Classes when z.Dimensions > 2 || loss.Ignored is not null => [each, OfPlaces(loss, z, y)],
            TargetKind.Classes => [each, .. OfClasses(loss, z.reshape(n, -1), y)],
            TargetKind.Binary when z.numel() == n && IsOfClasses(y) => [each, .. OfClasses(loss, z.reshape(n, 1), y.reshape(n))],
            _ => [each],
        };
    }

    // Each row's share of pixels, and of rows whose label counts.
    static MeanScore OfPlaces(Loss loss, Tensor z, Tensor y)
    {
        var hits = Accuracy.OfClasses(z, y).to(ScalarType.Float64).reshape(z.shape[0], -1);
        if (Accuracy.Counted(y, loss.Ignored) is not { } counted) return new(Metric.Accuracy, Numbers(hits.mean([1L])));
        return new(Metric.Accuracy, Numbers((hits * counted).mean([1L])), Numbers(counted.mean([1L])));
    }

    static bool IsOfClasses(Tensor y) => y.eq(Scalars.Of(0)).logical_or(y.eq(Scalars.Of(1))).all().ReadBoolean();

    static IEnumerable<RowScore> OfNumbers(Tensor prediction, Tensor target)
    {
        var n = target.shape[0];
        double[][] Outputs(Tensor t) => [.. Enumerable.Range(0, (int)t.shape[1]).Select(k => Numbers(t.select(1, k)))];
        var (p, y) = (prediction.reshape(n, -1), target.reshape(n, -1));
        var squares = Outputs((p - y).Squared());
        yield return new RootMeanSquare(squares);
        yield return new MeanScore(Metric.MeanAbsoluteError, Numbers((p - y).abs().mean([1L])));
        yield return new Determination(squares, Outputs(y));
    }

    static DevianceShare Explained(Datafit datafit, Tensor z, Tensor target, double[] weights)
    {
        var (row, y) = (z.reshape(1, -1), target.reshape(1, -1));
        double OfMean(double mean)
        {
            using var scope = NewDisposeScope();
            var one = tensor([mean], [1, 1]);
            return datafit.Rows(one.log(), one).ReadDouble();
        }
        return new(Numbers(datafit.Rows(row, y)), Numbers(datafit.Saturated(y)), Numbers(y), OfMean);
    }

    static IEnumerable<RowScore> OfClasses(Loss loss, Tensor z, Tensor target)
    {
        var (rows, outputs) = ((int)z.shape[0], (int)z.shape[1]);
        var classes = Math.Max(2, outputs);
        var indices = target.Dimensions > 1 && target.shape[1] > 1 ? target.argmax(1) : target.reshape(rows).to(ScalarType.Int64);
        var truth = Array.ConvertAll(indices.contiguous().data<long>().ToArray(), k => (int)k);
        var scores = Numbers(z.t());
        double[][] byClass = [.. scores.Chunk(rows)];
        int Answer(int i) => outputs == 1 ? scores[i] > 0 ? 1 : 0
            : Enumerable.Range(0, outputs).MaxBy(k => scores[k * rows + i]);
        var answers = Enumerable.Range(0, rows).Select(Answer).ToArray();
        bool[] right = [.. truth.Zip(answers, (k, answer) => k == answer)];
        yield return new MeanScore(Metric.Accuracy, Array.ConvertAll(right, isRight => isRight ? 1.0 : 0));
        if (loss.Expected is { } expected)
        {
            var p = Numbers(expected(z).t());
            double Of(int k, int i) => outputs > 1 ? p[k * rows + i] : k == 1 ? p[i] : 1 - p[i];
            double[] ofTruth = [.. truth.Select((k, i) => -Math.Log(Math.Max(Of(k, i), double.Epsilon)))];
            yield return new MeanScore(Metric.LogLoss, ofTruth);
            yield return new ClassDeviance(ofTruth, truth, classes);
            byClass = [.. p.Chunk(rows)];
            yield return new CalibrationError([.. answers.Select(Of)], right);
        }
        yield return new AreaUnderCurve(truth, classes == 2 && outputs == 2 ? [Second(byClass)] : byClass);
        yield return new F1Score(truth, answers, classes);
    }

    // Of two scores their difference tells more than one alone; of probabilities it is the same order.
    static double[] Second(double[][] scores) => [.. scores[1].Zip(scores[0], (second, first) => second - first)];

    static double[] Numbers(Tensor t) => HostMemory.Numbers(t.contiguous());
}
