using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Keras's <c>OrthogonalRegularizer</c>: λ times the mean of |cos ∠(w_i, w_j)| over all pairs of units (or features) i &lt; j.
/// </summary>
/// <param name="lambda">λ, Keras's <c>factor</c>, 0 or more.</param>
/// <param name="groups">Units: the rows shall be orthogonal; Features: the columns.</param>
/// <remarks>
/// https://keras.io/api/layers/regularizers/#orthogonalregularizer-class. Not convex, and without a closed-form prox.
/// </remarks>
public sealed class Orthogonality(double lambda, Groups groups = Groups.Units) : Penalty
{
    // Keras's l2_normalize divides by √max(Σw², 1e-12).
    const double SmallestSquare = 1e-12;

    /// <summary>λ.</summary>
    public double Lambda { get; } = Require.NonNegative(lambda);

    /// <summary>Whose vectors shall be orthogonal.</summary>
    public Groups Groups { get; } = groups;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"Orthogonality({Lambda}, {Groups})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override bool HasProx => false;

    /// <inheritdoc/>
    public override Groups? GroupedBy => Groups;

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => OffDiagonal(Normalized(w)).abs().sum() * Scalars.Of(Lambda * 0.5 / Pairs(w));

    /// <summary>With u_i = w_i/‖w_i‖ and v_i = Σ_j≠i sign(u_i·u_j) u_j: λ/pairs · (v_i − (v_i·u_i) u_i)/‖w_i‖.</summary>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        using var scope = NewDisposeScope();
        var u = Normalized(w);
        var v = OffDiagonal(u).sign().mm(u);
        var direction = (v - u * (v * u).sum(1, keepdim: true)) / Lengths(w);
        Vectors(gradient).add_(direction.reshape(Vectors(gradient).shape), Scalars.Of(scale * Lambda / Pairs(w)));
    }

    /// <summary>Not supported: the prox has no closed form.</summary>
    public override void Prox(Tensor w, double stepSize) =>
        throw new NotSupportedException($"{Name} has no closed-form prox: use PenaltyMode.Gradient or PenaltyMode.Loss.");

    /// <summary>|g + ∇P(w)|, with the subgradient of <see cref="AddGradient"/>.</summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var sum = gradient.clone();
        AddGradient(w, sum);
        return sum.abs().MoveToOuterDisposeScope();
    }

    /// <summary>Infinite, unless g = 0: the penalty does not see the length of vectors.</summary>
    public override double LambdaMax(Tensor gradientAtZero) =>
        Norms.LargestMagnitude(gradientAtZero) == 0 ? 0 : double.PositiveInfinity;

    Tensor Vectors(Tensor w) => w.transpose(0, Groups.Dimension());
    Tensor Lengths(Tensor w) =>
        Vectors(w).flatten(1).Squared().sum(1, keepdim: true).clamp_min(Scalars.Of(SmallestSquare)).sqrt();
    Tensor Normalized(Tensor w) => Vectors(w).flatten(1) / Lengths(w);
    double Pairs(Tensor w) => w.shape[Groups.Dimension()] is var n && n > 1 ? n * (n - 1) / 2.0 : 1;

    static Tensor OffDiagonal(Tensor u)
    {
        var cosines = u.mm(u.t());
        return cosines * eye(u.shape[0], dtype: u.dtype, device: u.device).neg().add(Scalars.Of(1), Scalars.One);
    }
}
