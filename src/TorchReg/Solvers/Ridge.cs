using System.Runtime.CompilerServices;
using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Ridge regression in closed form: the minimiser of SSE/(2n) + (λ/2)‖W‖², the intercept free. On centred data
/// (XᵀX/n + λI) Wᵀ = XᵀY/n; with more columns than rows by (XXᵀ/n + λI), which is smaller.
/// </summary>
/// <remarks>A. E. Hoerl, R. W. Kennard, Technometrics 12 (1970), p. 57. Computed in float64 by Cholesky.</remarks>
/// <param name="Weight">W, outputs × features, float64.</param>
/// <param name="Bias">b, one number per output, float64.</param>
public sealed record Ridge(Tensor Weight, Tensor Bias)
{
    /// <summary>
    /// Whether both are the same object: TorchSharp compares tensors by their values, one call of libtorch for each.
    /// </summary>
    public bool Equals(Ridge? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    const double Rounding = 2.2e-16;

    /// <summary>Fits.</summary>
    /// <param name="data">Features n × p; targets n × outputs, or n numbers.</param>
    /// <param name="lambda">λ: 0 or more; above 0 where columns are dependent or more than rows.</param>
    /// <exception cref="ArgumentException">λ = 0 and the columns are dependent: there is no unique minimiser.</exception>
    public static Ridge Fit(Dataset data, double lambda)
    {
        ArgumentNullException.ThrowIfNull(data);
        Require.NonNegative(lambda);
        if (data.Features.Dimensions != 2)
            throw new ArgumentException($"Ridge takes features n × p; given [{string.Join("×", data.Features.shape)}]: " +
                "flatten(1) makes rows of images.", nameof(data));
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var x = data.Features.to(ScalarType.Float64);
        var y = data.Targets.to(ScalarType.Float64);
        if (y.Dimensions == 1) y = y.unsqueeze(1);
        // Centred, a constant column is rounding noise, which one factor of a matrix does not tell from a column.
        if (lambda == 0 && Standardization.Learn(data).ConstantColumns is [var constant, ..])
            throw new ArgumentException($"Column {constant} is constant over the rows, which the intercept is already: λ = 0 " +
                "leaves no unique minimiser. Drop it, or take a larger λ.", nameof(lambda));
        var root = RowRoots(data, x);
        var (meanX, meanY) = (root.Squared().t().mm(x), root.Squared().t().mm(y));
        var (centredX, centredY) = ((x - meanX) * root, (y - meanY) * root);
        var weight = Solve(centredX, centredY, lambda).t();
        var bias = (meanY - meanX.mm(weight.t())).squeeze(0);
        return new(weight.contiguous().MoveToOuterDisposeScope(), bias.MoveToOuterDisposeScope());
    }

    // √ of the rows' shares, which sum to 1: a column to multiply rows by.
    static Tensor RowRoots(Dataset data, Tensor x) => data.Weights is { } weights
        ? (weights.to(ScalarType.Float64) / weights.to(ScalarType.Float64).sum()).sqrt().unsqueeze(1)
        : full([x.shape[0], 1L], Scalars.Of(1 / Math.Sqrt(x.shape[0])), ScalarType.Float64, x.device);

    static Tensor Solve(Tensor x, Tensor y, double lambda)
    {
        var isWide = x.shape[1] > x.shape[0];
        var gram = isWide ? x.mm(x.t()) : x.t().mm(x);
        var factor = Factor(gram.add(
            eye(gram.shape[0], dtype: gram.dtype, device: gram.device) * Scalars.Of(lambda), Scalars.One), lambda);
        return isWide ? x.t().mm(y.cholesky_solve(factor)) : x.t().mm(y).cholesky_solve(factor);
    }

    // Rounding may let a singular matrix pass: pivots of its own rounding error are no pivots.
    static Tensor Factor(Tensor matrix, double lambda)
    {
        try
        {
            var factor = linalg.cholesky(matrix);
            var pivots = factor.diagonal();
            if (Math.Pow((pivots.min() / pivots.max()).ReadDouble(), 2) > matrix.shape[0] * Rounding) return factor;
        }
        catch (System.Runtime.InteropServices.ExternalException) { }
        throw new ArgumentException(
            FormattableString.Invariant($"The columns are dependent, so λ = {lambda} leaves no unique minimiser: take a ") +
                "larger λ.", nameof(lambda));
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
