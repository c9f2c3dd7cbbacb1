using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// The spectral norm penalty (λ/2) s₁², s₁ the largest singular value of a weight as a matrix (units × all that each reads): the
/// square of how much a layer can stretch its input.
/// </summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <remarks>
/// Y. Yoshida, T. Miyato, Spectral norm regularization for improving the generalizability of deep learning, arXiv:1705.10941
/// (2017), equation 1; here by the exact singular value, theirs by power iteration. Its prox clips singular values.
/// <c>SpectralNormalized</c> is the layer whose norm is held at 1.
/// </remarks>
public sealed class SpectralNorm(double lambda) : Penalty
{
    // Singular values that are one but for rounding.
    const double Tie = 1e-9, SingleTie = 1e-5;

    /// <summary>λ.</summary>
    public double Lambda { get; } = Require.NonNegative(lambda);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"SpectralNorm({Lambda})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <inheritdoc/>
    public override Penalty PlacedOn(ModelParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Singular.Expect(parameter, Name);
        return this;
    }

    /// <inheritdoc/>
    public override Tensor Value(Tensor w)
    {
        var values = Singular.Values(w);
        // Of no numbers there is no largest.
        return (values.NumberOfElements > 0 ? values.max().Squared() : values.sum()) * Scalars.Of(Lambda / 2);
    }

    /// <summary>+= scale · λ s₁ times the mean of uvᵀ over the singular vectors of s₁: the subgradient of least norm.</summary>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (Singular.Of(w) is not { } parts) return;
        var (first, count) = First(parts);
        var direction = parts.U.narrow(1, 0, count).mm(parts.V.narrow(0, 0, count)).reshape(w.shape).to(gradient.dtype);
        gradient.add_(direction, Scalars.Of(scale * Lambda * first / count));
    }

    /// <summary>
    /// sᵢ := min(sᵢ, τ) with Σ max(sᵢ − τ, 0) = stepSize·λ·τ, that is τ = max over k of (s₁ + … + sₖ)/(k + stepSize·λ).
    /// </summary>
    public override void Prox(Tensor w, double stepSize)
    {
        var step = Require.Positive(stepSize) * Lambda;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (Lambda == 0 || Singular.Of(w) is not { } parts) return;
        var values = HostMemory.Numbers(parts.S);
        var (sum, bound) = (0.0, 0.0);
        for (var k = 0; k < values.Length; k++)
            bound = Math.Max(bound, (sum += values[k]) / (k + 1 + step));
        w.copy_(parts.With(parts.S.clamp_max(Scalars.Of(bound)), w));
    }

    /// <summary>
    /// The length of the shortest g + λs₁UHVᵀ, H positive semidefinite of trace 1 over the singular vectors of s₁: one number.
    /// </summary>
    /// <remarks>G. A. Watson, Characterization of the subdifferential of some matrix norms, Lin. Alg. Appl. 170 (1992), p. 40.
    /// </remarks>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var g = Singular.Matrix(gradient);
        if (Singular.Of(w) is not { } parts || Singular.Of(gradient) is null)
            return Singular.Undefined(w, g).MoveToOuterDisposeScope();
        var (first, count) = First(parts);
        var inside = parts.U.narrow(1, 0, count).t().mm(g).mm(parts.V.narrow(0, 0, count).t()).neg();
        var even = inside.add(inside.t(), Scalars.One) / Scalars.Of(2);
        var (values, vectors) = linalg.eigh(even);
        var nearest = OnSimplex(HostMemory.Numbers(values), Lambda * first);
        var h = (vectors * tensor(nearest, values.dtype, values.device)).mm(vectors.t());
        var outside = g.add(parts.U.narrow(1, 0, count).mm(inside).mm(parts.V.narrow(0, 0, count)), Scalars.One);
        var square = outside.Squared().sum().add((inside - h).Squared().sum(), Scalars.One);
        return square.sqrt().reshape(1).to(w.dtype).MoveToOuterDisposeScope();
    }

    // The nearest numbers that are 0 or more and have that sum.
    static double[] OnSimplex(double[] values, double total)
    {
        if (total <= 0) return new double[values.Length];
        var (sum, shift) = (0.0, double.NegativeInfinity);
        foreach (var (value, i) in values.OrderDescending().Select((value, i) => (value, i)))
        {
            sum += value;
            if (value > (sum - total) / (i + 1)) shift = (sum - total) / (i + 1);
        }
        return [.. values.Select(value => Math.Max(value - shift, 0))];
    }

    static (double First, int Count) First(Singular parts)
    {
        var values = HostMemory.Numbers(parts.S);
        var tie = values[0] * (1 - (parts.S.dtype == ScalarType.Float64 ? Tie : SingleTie));
        return (values[0], values.Count(value => value >= tie));
    }

    /// <summary>Infinite, unless g = 0: near 0 the penalty is flatter than any gradient.</summary>
    public override double LambdaMax(Tensor gradientAtZero) =>
        Norms.LargestMagnitude(gradientAtZero) == 0 ? 0 : double.PositiveInfinity;
}
