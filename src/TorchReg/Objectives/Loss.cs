using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// A data loss: the mean over rows, (1/n) Σ ℓ(predictionᵢ, targetᵢ), or with row weights c the weighted mean Σ cᵢℓᵢ / Σ cᵢ.
/// A target whose shape would broadcast silently is refused.
/// </summary>
public sealed class Loss
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
    public static Loss Of(string name, Func<Tensor, Tensor, Tensor> rows)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(rows);
        return new(name, rows, LossShapes.SameRows);
    }

    /// <summary>A loss of your own for classes, whose ledgers show the accuracy: the share of rows whose largest prediction is their class's.</summary>
    /// <param name="name">The name in ledgers.</param>
    /// <param name="rows">ℓ per row, n numbers, from predictions n × classes and n class indices (int64), differentiable.</param>
    public static Loss OfClasses(string name, Func<Tensor, Tensor, Tensor> rows)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(rows);
        return new(name, rows, LossShapes.ClassIndices) { Target = TargetKind.Classes };
    }

    /// <summary>The loss, a scalar tensor that autograd can differentiate.</summary>
    /// <param name="prediction">What the model returned, n rows.</param>
    /// <param name="target">n rows, in the loss's own shape and dtype.</param>
    /// <param name="rowWeights">n numbers, 0 or more, not all 0; equal weights where null.</param>
    /// <exception cref="ArgumentException">The target's shape or dtype does not fit; the message says what does.</exception>
    public Tensor Value(Tensor prediction, Tensor target, Tensor? rowWeights = null)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        check(prediction, target);
        if (rowWeights is null && classWeights is null) return mean?.Invoke(prediction, target) ?? rows(prediction, target).mean();
        var weights = Weights(target, rowWeights);
        return (rows(prediction, target) * weights).sum() / weights.sum();
    }

    /// <summary>Cross-entropy without smoothing or class weights, whose gradient has a closed form.</summary>
    internal bool IsPlainCrossEntropy { get; init; }

    /// <summary>What its targets are, by which metrics are chosen.</summary>
    internal TargetKind Target { get; init; }

    /// <summary>The same loss, its rows and its mean each replaced by what <paramref name="change"/> makes of them.</summary>
    internal Loss Changed(string name, Func<Func<Tensor, Tensor, Tensor>, Func<Tensor, Tensor, Tensor>> change) =>
        new(name, change(rows), check, mean is null ? null : change(mean), classWeights) { Target = Target };

    internal void Check(Tensor prediction, Tensor target) => check(prediction, target);

    Tensor Weights(Tensor target, Tensor? rowWeights) => (classWeights, rowWeights) switch
    {
        (null, _) => rowWeights!,
        (_, null) => classWeights(target),
        _ => classWeights(target) * rowWeights,
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What a loss's targets are.</summary>
enum TargetKind
{
    Numbers,
    Classes,
    Binary,
}
