using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// The weights of constant columns, on which the loss does not depend, are set to 0. That is their best value where a penalty
/// never grows when they go there; one that ties columns to each other, or to other values than 0, would have them elsewhere.
/// </summary>
static class RestAtZero
{
    static readonly double[] scales = [0.1, 1, 10];

    /// <summary>Refuses a penalty that grows, at any of some weights, when constant columns' go to 0.</summary>
    /// <param name="penalty">Of all columns.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="columns">p.</param>
    /// <param name="constant">The constant columns.</param>
    internal static void Expect(Penalty penalty, int outputs, int columns, IReadOnlyList<int> constant)
    {
        if (constant.Count == 0 || penalty.Shrinkage is not null) return;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var mask = ones([1L, columns], ScalarType.Float64);
        mask.index_fill_(1, tensor(constant.Select(j => (long)j).ToArray()), Scalars.Of(0));
        if (!Weights(outputs, columns).Any(w => Grows(penalty, w, w * mask))) return;
        throw new ArgumentException(
            $"Column {constant[0]} is constant, so that nothing but {penalty.Name} decides its weight, which is not 0 then: " +
            "leave the column out of the features.", nameof(penalty));
    }

    static bool Grows(Penalty penalty, Tensor from, Tensor to) =>
        penalty.Value(to).ReadDouble() is var after && penalty.Value(from).ReadDouble() is var before
        && after > before + 1e-9 * Math.Abs(before);

    static IEnumerable<Tensor> Weights(int outputs, int columns)
    {
        using var generator = new Generator(1);
        foreach (var scale in scales)
        {
            var flat = full([(long)outputs, columns], Scalars.Of(scale), ScalarType.Float64);
            yield return flat;
            yield return flat.neg();
            yield return randn(flat.shape, ScalarType.Float64, generator: generator) * Scalars.Of(scale);
            yield return randn(flat.shape, ScalarType.Float64, generator: generator) * Scalars.Of(scale);
        }
    }
}
