using System.Globalization;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>How much each class counts, and which label not at all: what losses of classes share.</summary>
sealed class CountedClasses
{
    readonly long? ignored;

    internal CountedClasses(Tensor? classWeights, long? ignored) =>
        (Weights, this.ignored) = (classWeights is null ? null : Checked(classWeights), ignored);

    /// <summary>One number per class, on the device that they were given on; null where all are 1.</summary>
    internal Tensor? Weights { get; }

    /// <summary>Whether every row counts 1.</summary>
    internal bool IsEqual => Weights is null && ignored is null;

    /// <summary>What each row adds to the divisor of the mean; null where that is 1.</summary>
    internal Func<Tensor, Tensor>? Divisor => IsEqual ? null : OfTargets;

    /// <summary>The mean over a row's places of numbers that are n × places; n numbers stay what they are.</summary>
    internal static Tensor OfRows(Tensor each, Tensor logits) =>
        logits.Dimensions == 2 ? each : each.reshape(logits.shape[0], -1).mean([1L]);

    /// <summary>Whether a label counts, 1 or 0, in the weights' type; null where all do.</summary>
    internal Tensor? Counts(Tensor target, ScalarType type) =>
        ignored is { } label ? target.ne(Scalars.Of(label)).to(type) : null;

    /// <summary>Labels with a class in the place of the one that does not count.</summary>
    internal Tensor Classes(Tensor target) =>
        ignored is { } label ? target.masked_fill(target.eq(Scalars.Of(label)), Scalars.Of(0L)) : target;

    /// <summary>w of each label; 0 for the one that does not count. Null where all are 1.</summary>
    internal Tensor? OfLabels(Tensor target, ScalarType type)
    {
        var counts = Counts(target, type);
        if (Weights is null) return counts;
        var of = Weights.to(type, target.device).index_select(0, Classes(target).reshape(-1)).reshape(target.shape);
        return counts is null ? of : of * counts;
    }

    Tensor OfTargets(Tensor target)
    {
        // Of one-hot places Σ w_k y_k, the classes being the second axis.
        var each = LossShapes.IsIndices(target) ? OfLabels(target, Weights?.dtype ?? ScalarType.Float64)!
            : (target * Weights!.to(target.dtype, target.device).reshape([-1, .. target.shape[2..].Select(_ => 1L)])).sum(1);
        return each.Dimensions == 1 ? each : each.reshape(each.shape[0], -1).mean([1L]);
    }

    internal void Check(Tensor logits, Tensor target)
    {
        LossShapes.ClassesOfPlaces(logits, target, ignored);
        if (Weights is not null && Weights.shape[0] != logits.shape[1])
            throw new ArgumentException(
                $"There are {Weights.shape[0]} class weights for {logits.shape[1]} classes: give one per output of " +
                "the model.",
                "classWeights");
    }

    static Tensor Checked(Tensor classWeights) => GivenWeights.Of(
        classWeights,
        nameof(classWeights),
        "one finite number per class, 0 or more and not all 0",
        given => given.ge(Scalars.Of(0)).logical_and(given.gt(Scalars.Of(0)).any()));

    // What a checkpoint belongs to is told by the name: all of them, short.
    internal static string Listed(Tensor weights)
    {
        using var scope = NewDisposeScope();
        return string.Join(
            ' ',
            weights.to(ScalarType.Float64).cpu().data<double>().Select(w => w.ToString("G4", CultureInfo.InvariantCulture)));
    }

    /// <summary>", class weights 1 2, without 255", or nothing.</summary>
    public override string ToString() =>
        (Weights is null ? "" : $", class weights {Listed(Weights)}") +
        (ignored is { } label ? FormattableString.Invariant($", without {label}") : "");
}
