using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// The nuclear norm λ‖W‖_* = λ Σ sᵢ, s the singular values of a weight as a matrix (units × all that each reads): it makes
/// singular values zero, so that a layer becomes a product of two thin ones.
/// </summary>
/// <param name="lambda">λ, 0 or more.</param>
/// <remarks>
/// M. Fazel, Matrix rank minimization with applications, Stanford 2002, section 5.1. Prox: J.-F. Cai, E. Candès, Z. Shen, A
/// singular value thresholding algorithm for matrix completion, SIAM J. Optim. 20 (2010), theorem 2.1. A step costs an SVD.
/// </remarks>
public sealed class NuclearNorm(double lambda) : Penalty
{
    /// <summary>λ.</summary>
    public double Lambda { get; } = Require.NonNegative(lambda);

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"NuclearNorm({Lambda})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <summary>r(m + n − r), the numbers that matrices m × n of rank r are free in.</summary>
    public override long DegreesOfFreedom(Tensor w)
    {
        ArgumentNullException.ThrowIfNull(w);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (Singular.Of(w) is not { } parts) return 0;
        var rank = parts.Rank();
        return rank * (parts.U.shape[0] + parts.V.shape[1] - rank);
    }

    /// <inheritdoc/>
    public override Penalty PlacedOn(ModelParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Singular.Expect(parameter, Name);
        return this;
    }

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => Singular.Values(w).sum() * Scalars.Of(Lambda);

    /// <summary>+= scale · λ U₁V₁ᵀ, over the singular values that are not 0: the subgradient of least norm.</summary>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (Singular.Of(w) is not { } parts || parts.Rank() is not (> 0 and var rank)) return;
        var direction = parts.U.narrow(1, 0, rank).mm(parts.V.narrow(0, 0, rank)).reshape(w.shape).to(gradient.dtype);
        gradient.add_(direction, Scalars.Of(scale * Lambda));
    }

    /// <summary>Soft thresholding of the singular values, sᵢ := max(sᵢ − stepSize·λ, 0).</summary>
    public override void Prox(Tensor w, double stepSize)
    {
        var threshold = Require.Positive(stepSize) * Lambda;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (Lambda == 0 || Singular.Of(w) is not { } parts) return;
        w.copy_(parts.With((parts.S - Scalars.Of(threshold)).clamp_min(Scalars.Of(0)), w));
    }

    /// <summary>
    /// The length of the shortest g + λ(U₁V₁ᵀ + Z), Z of spectral norm 1 at most and orthogonal to U₁ and V₁: one number.
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
        var rank = parts.Rank();
        var (u, v) = (parts.U.narrow(1, 0, rank), parts.V.narrow(0, 0, rank));
        var left = g - u.mm(u.t().mm(g));
        var rest = left - left.mm(v.t()).mm(v);
        var tangent = (g - rest).add(u.mm(v), Scalars.Of(Lambda));
        var over = (linalg.svdvals(rest) - Scalars.Of(Lambda)).clamp_min(Scalars.Of(0));
        var square = tangent.Squared().sum().add(over.Squared().sum(), Scalars.One);
        return square.sqrt().reshape(1).to(w.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>The largest singular value of g.</summary>
    public override double LambdaMax(Tensor gradientAtZero)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return Singular.Of(gradientAtZero) is { } parts ? parts.S[0].ReadDouble() : Norms.LargestMagnitude(gradientAtZero);
    }

    /// <inheritdoc/>
    public override double? DualNorm(Tensor gradient) => Lambda > 0 ? LambdaMax(gradient) / Lambda : null;
}
