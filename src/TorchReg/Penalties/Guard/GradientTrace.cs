using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>What is kept of a step's gradients.</summary>
/// <param name="Norm">The Euclidean norm of all of them.</param>
/// <param name="Largest">The largest magnitude.</param>
/// <param name="AtLargest">How many elements of matrices have it. A vector's may be counts of rows, and alike by chance.</param>
/// <param name="Some">A few elements of each parameter's.</param>
/// <param name="Rounding">How far rounding moves a norm, as a part of it.</param>
sealed record GradientTrace(double Norm, double Largest, long AtLargest, double[] Some, double Rounding)
{
    const long Samples = 16;

    // Rounding of float32, and the 1e-6 beside the norm that torch divides by.
    const double Single = 3e-5, Half = 2e-3;

    /// <summary>Of all parameters that an optimizer moves; null where there are no gradients, or sparse ones.</summary>
    internal static GradientTrace? Of(optim.Optimizer optimizer)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] gradients = [.. optimizer.ParamGroups.OfType<ParamGroup>().SelectMany(group => group.Parameters)
            .Select(parameter => parameter.grad).OfType<Tensor>()];
        if (Array.Exists(gradients, gradient => gradient.is_sparse)) return null;
        var norm = Math.Sqrt(gradients.Sum(gradient => gradient.to(ScalarType.Float64).Squared().sum().ReadDouble()));
        if (!(norm > 0 && double.IsFinite(norm))) return null;
        var largest = gradients.Max(Norms.LargestMagnitude);
        var at = gradients.Where(gradient => gradient.Dimensions > 1)
            .Sum(gradient => gradient.abs().to(ScalarType.Float64).eq(Scalars.Of(largest)).sum().ReadInt64());
        return new(norm, largest, at, [.. gradients.SelectMany(SomeOf)],
            Array.Exists(gradients, HalfPrecision.Is) ? Half : Single);
    }

    static double[] SomeOf(Tensor gradient)
    {
        var all = gradient.flatten();
        var some = all.slice(0, 0, all.numel(), Math.Max(1, all.numel() / Samples));
        return some.to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    internal bool HasNormOf(GradientTrace other) => Math.Abs(Norm - other.Norm) <= Rounding * Norm;

    internal bool HasLargestOf(GradientTrace other) => Largest == other.Largest && AtLargest > 1 && other.AtLargest > 1;

    /// <summary>Whether they are others, by far more than their norms could differ by chance.</summary>
    internal bool DiffersFrom(GradientTrace other) => Some.Length == other.Some.Length
        && Some.Zip(other.Some, (a, b) => Math.Abs(a - b)).DefaultIfEmpty().Max() > 30 * Rounding * Largest;
}
