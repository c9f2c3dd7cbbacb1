using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// A data loss: the mean over rows, (1/n) Σ ℓ(predictionᵢ, targetᵢ), or with row weights c the weighted mean Σ cᵢℓᵢ / Σ cᵢ.
/// A target whose shape would broadcast silently is refused.
/// </summary>
/// <remarks>
/// Weights of classes are row weights of their rows. Of a batch the weighted mean has another divisor than of all rows, and the
/// mean of the batches' weighted means is not the data set's. <c>Trainer</c> therefore divides by n·c̄ in every batch, where c̄
/// is the mean weight of all rows: then a row counts the same in every batch size, and a batch may weigh 0.
/// </remarks>
public sealed partial class Loss
{
    readonly Func<Tensor, Tensor, Tensor> rows;
    readonly Func<Tensor, Tensor, Tensor>? mean;
    readonly Func<Tensor, Tensor>? classWeights;
    readonly Action<Tensor, Tensor> check;

    internal Loss(
        string name, Func<Tensor, Tensor, Tensor> rows, Action<Tensor, Tensor> check,
        Func<Tensor, Tensor, Tensor>? mean = null, Func<Tensor, Tensor>? classWeights = null) =>
        (Name, this.rows, this.check, this.mean, this.classWeights) = (name, rows, check, mean, classWeights);

    /// <summary>The name in ledgers: "cross-entropy".</summary>
    public string Name { get; }

    /// <summary>A loss of your own.</summary>
    /// <param name="name">The name in ledgers.</param>
    /// <param name="rows">ℓ per row, n numbers, from a prediction and a target with n rows, differentiable.</param>
    /// <param name="datafit">What solvers of linear models take it by; null: it is not for those.</param>
    public static Loss Of(string name, Func<Tensor, Tensor, Tensor> rows, Datafit? datafit = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(rows);
        return new(name, rows, LossShapes.SameRows) { Datafit = datafit, IsOwn = true };
    }

    /// <summary>
    /// A loss of your own for classes, whose ledgers show the accuracy: the share of rows whose largest prediction is their
    /// class's.
    /// </summary>
    /// <param name="name">The name in ledgers.</param>
    /// <param name="rows">ℓ per row, n numbers, from predictions n × classes and n class indices (int64), differentiable.</param>
    public static Loss OfClasses(string name, Func<Tensor, Tensor, Tensor> rows)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(rows);
        return new(name, rows, LossShapes.ClassIndices) { Target = TargetKind.Classes, IsOwn = true };
    }

    /// <summary>The loss, a scalar tensor that autograd can differentiate.</summary>
    /// <param name="prediction">What the model returned, n rows.</param>
    /// <param name="target">n rows, in the loss's own shape and dtype.</param>
    /// <param name="rowWeights">
    /// n numbers, 0 or more, not all 0 but with <paramref name="meanWeight"/>; equal weights where null.
    /// </param>
    /// <param name="meanWeight">
    /// c̄ of the data set that these rows are a batch of (<see cref="MeanWeight"/>): then the value is Σ cᵢℓᵢ/(n·c̄), whose mean
    /// over batches of one size is the data set's loss. Null: the rows' own mean weight.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The target or the weights do not fit; the message says what does. Values on a device are not read.
    /// </exception>
    public Tensor Value(Tensor prediction, Tensor target, Tensor? rowWeights = null, double? meanWeight = null)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        check(prediction, target);
        if (Joint is not null) return OfAll(prediction, target, rowWeights, meanWeight);
        if (rowWeights is null && classWeights is null && meanWeight is null)
            return mean?.Invoke(prediction, target) ?? rows(prediction, target).mean();
        if (rowWeights is not null) LossShapes.RowWeights(rowWeights, prediction.shape[0], mayBeZero: meanWeight is not null);
        var losses = rows(prediction, target);
        var weights = Weights(target, rowWeights);
        if (meanWeight is null && classWeights is not null) LossShapes.AnyWeight(weights!, prediction.shape[0]);
        return Mean(rowWeights is null ? losses : losses * rowWeights, weights, meanWeight);
    }

    // Rows that meet in risk sets.
    Tensor OfAll(Tensor prediction, Tensor target, Tensor? rowWeights, double? meanWeight)
    {
        var n = prediction.shape[0];
        if (rowWeights is not null) LossShapes.RowWeights(rowWeights, n, mayBeZero: meanWeight is not null);
        var sum = Joint!(prediction, target, rowWeights);
        return meanWeight is { } m ? sum / Scalars.Of(n * m) : rowWeights is null ? sum / Scalars.Of(n) : sum / rowWeights.sum();
    }

    /// <summary>What solvers of linear models take it by; null where it is not for those.</summary>
    public Datafit? Datafit { get; init; }

    /// <summary>Which multiple of SSE/(2n) it is, by the number of outputs; null for any other loss.</summary>
    internal Func<long, double>? TimesHalfSquaredError { get; init; }

    /// <summary>Cross-entropy without smoothing or class weights, whose gradient has a closed form.</summary>
    internal bool IsPlainCrossEntropy { get; init; }

    /// <summary>Whether it is a user's, which may depend on more than predictions and targets.</summary>
    internal bool IsOwn { get; init; }

    /// <summary>Σ cᵢℓᵢ of rows that have something to do with each other; null where each is by itself.</summary>
    internal Func<Tensor, Tensor, Tensor?, Tensor>? Joint { get; init; }

    /// <summary>What all targets of a data set together must be; throws.</summary>
    internal Action<Tensor>? CheckAll { get; init; }

    /// <summary>The label of rows or pixels that do not count; null where all do.</summary>
    internal long? Ignored { get; init; }

    /// <summary>Whether rows count by their classes.</summary>
    internal bool HasClassWeights => classWeights is not null;

    /// <summary>What its targets are, by which metrics are chosen.</summary>
    internal TargetKind Target { get; init; }

    /// <summary>What E[y] is of a prediction, where that is another number; null where it is the prediction.</summary>
    internal Func<Tensor, Tensor>? Expected { get; init; }

    /// <summary>The same loss, its rows and its mean each replaced by what <paramref name="change"/> makes of them.</summary>
    internal Loss Changed(string name, Func<Func<Tensor, Tensor, Tensor>, Func<Tensor, Tensor, Tensor>> change) =>
        new(name, change(rows), check, mean is null ? null : change(mean), classWeights)
        { Target = Target, Expected = Expected, Ignored = Ignored, IsOwn = IsOwn };

    internal void Check(Tensor prediction, Tensor target) => check(prediction, target);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
