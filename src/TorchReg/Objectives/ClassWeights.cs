using TorchReg.Data;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>Weights of classes, for losses that take them.</summary>
public static class ClassWeights
{
    /// <summary>
    /// wₖ = n/(K·nₖ): every class counts the same in sum, and the mean weight of the rows is 1. With row weights c nₖ is Σ c of
    /// the class's rows, and n Σ c.
    /// </summary>
    /// <param name="rows">Rows to learn from, whose targets are class indices (int64), of images one for each pixel.</param>
    /// <param name="classes">K, the model's outputs.</param>
    /// <param name="ignoreIndex">A label that does not count. Default null: every label is a class.</param>
    /// <returns>K numbers, float32, on the host; the caller's.</returns>
    /// <remarks>
    /// scikit-learn's class_weight="balanced":
    /// https://scikit-learn.org/stable/modules/generated/sklearn.utils.class_weight.compute_class_weight.html.
    /// </remarks>
    /// <exception cref="ArgumentException">Targets are no class indices, or a class has no row that counts.</exception>
    public static Tensor Balanced(Dataset rows, int classes, long? ignoreIndex = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Require.AtLeast(2, classes);
        var counts = Counts(rows, classes, ignoreIndex);
        var missing = Array.IndexOf(counts, 0.0);
        if (missing >= 0)
            throw new ArgumentException(
                $"Class {missing} has no row that counts, so that no weight balances it: give the class weights as numbers.",
                nameof(rows));
        var sum = counts.Sum();
        return tensor(Array.ConvertAll(counts, count => (float)(sum / (classes * count))));
    }

    static double[] Counts(Dataset rows, int classes, long? ignored)
    {
        LossShapes.OnlyIndices(rows.Targets);
        using var scope = NewDisposeScope();
        var labels = rows.Targets.cpu().contiguous().data<long>().ToArray();
        var perRow = labels.Length / rows.Rows;
        Label.Check(labels, classes, perRow, ignored);
        var weights = rows.Weights is { } given ? HostMemory.Numbers(given) : null;
        var counts = new double[classes];
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] != ignored) counts[labels[i]] += weights?[i / perRow] ?? 1;
        return counts;
    }
}
