using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

// Sums over rows and what they are divided by.
public sealed partial class Loss
{
    /// <summary>c̄ = (1/n) Σ cᵢ, with class weights (1/n) Σ cᵢ·weight(yᵢ); null where every row counts 1.</summary>
    /// <param name="target">The data set's n targets.</param>
    /// <param name="rowWeights">Its row weights; equal where null.</param>
    public double? MeanWeight(Tensor target, Tensor? rowWeights = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (rowWeights is null && classWeights is null) return null;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var mean = Weights(target, rowWeights)!.to(ScalarType.Float64).mean().ReadDouble();
        return mean > 0
            ? mean
            : throw new ArgumentException(
                "The rows that count have classes of weight 0 only: there is nothing to learn from.",
                nameof(target));
    }

    /// <summary>
    /// Adds Σ cᵢℓᵢ and its divisor Σ cᵢ of some rows, in float64: sums of chunks are those of all rows. Nothing on a device is
    /// read.
    /// </summary>
    internal void AddSums(RunningSum sum, RunningSum divisor, Tensor prediction, Tensor target, Tensor? rowWeights)
    {
        var n = prediction.Dimensions == 0 ? 0 : prediction.shape[0];
        if (Joint is not null)
        {
            var weights = rowWeights?.to(ScalarType.Float64);
            sum.Add(Joint(prediction.to(ScalarType.Float64), target.to(ScalarType.Float64), weights));
            if (weights is null) divisor.Add(n);
            else divisor.Add(weights.sum());
            return;
        }
        if (rowWeights is null && classWeights is null)
        {
            sum.Add(Value(prediction, target).to(ScalarType.Float64), n);
            divisor.Add(n);
            return;
        }
        check(prediction, target);
        if (rowWeights is not null) LossShapes.RowWeights(rowWeights, n, mayBeZero: true);
        var losses = rows(prediction, target).to(ScalarType.Float64);
        sum.Add(rowWeights is null ? losses.sum() : (losses * rowWeights).sum());
        divisor.Add(Weights(target, rowWeights)!.to(ScalarType.Float64).sum());
    }

    /// <summary>The same of some rows alone.</summary>
    internal (double Sum, double Divisor) Sums(Tensor prediction, Tensor target, Tensor? rowWeights)
    {
        var (sum, divisor) = (new RunningSum(), new RunningSum());
        AddSums(sum, divisor, prediction, target, rowWeights);
        return (sum.Value, divisor.Value);
    }

    /// <summary>ℓ of each row, n; not of rows that have something to do with each other.</summary>
    /// <exception cref="ArgumentException">The target does not fit.</exception>
    internal Tensor Each(Tensor prediction, Tensor target)
    {
        check(prediction, target);
        return rows(prediction, target);
    }

    /// <summary>
    /// The losses of several models that were given the same n rows, models × n, from predictions (models · n) × outputs of one
    /// model after the other, differentiable, and targets that are known to fit: only of rows that have nothing to do with each
    /// other.
    /// </summary>
    internal Tensor EachOf(long models, Tensor predictions, Tensor target)
    {
        var copies = target.unsqueeze(0).expand([models, .. target.shape]).reshape([predictions.shape[0], .. target.shape[1..]]);
        return rows(predictions, copies).view(models, target.shape[0]);
    }

    /// <summary>What each row counts in the mean and what the sum is divided by; null where every row counts 1.</summary>
    internal Tensor? WeightsOf(Tensor target, Tensor? rowWeights) => Weights(target, rowWeights);

    /// <summary>What each row adds to the divisor of a mean, n: the weight of its class; null for 1.</summary>
    internal Tensor? DivisorOfEach(Tensor target) => classWeights?.Invoke(target);

    /// <summary>Σ weighted rows over their divisor.</summary>
    internal static Tensor Mean(Tensor weightedRows, Tensor? weights, double? meanWeight) =>
        meanWeight is { } m
            ? weightedRows.sum() / Scalars.Of(weightedRows.shape[0] * m)
            : weightedRows.sum() / weights!.sum().to(weightedRows.dtype);

    /// <summary>The divisor of a batch: n·c̄, or of its own weights Σ cᵢ.</summary>
    internal static double Divisor(long rows, ReadOnlySpan<float> weights, double? meanWeight)
    {
        if (meanWeight is { } m) return rows * m;
        var sum = weights.IsEmpty ? rows : RowSums.Of(weights);
        return sum > 0 ? sum : throw LossShapes.NoWeight(rows);
    }

    // Null where every row counts 1.
    Tensor? Weights(Tensor target, Tensor? rowWeights) => (classWeights, rowWeights) switch
    {
        (null, _) => rowWeights,
        (_, null) => classWeights(target),
        _ => classWeights(target) * rowWeights,
    };
}
