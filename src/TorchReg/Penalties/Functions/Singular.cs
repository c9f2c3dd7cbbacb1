using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// A weight as a matrix, units × all that each reads, by its singular values: W = U diag(s) Vᵀ, s falling. Half precision is
/// decomposed in float32, which libtorch's SVD needs.
/// </summary>
sealed class Singular
{
    Singular(Tensor u, Tensor s, Tensor v) => (U, S, V) = (u, s, v);

    /// <summary>m × k, k the smaller side.</summary>
    internal Tensor U { get; }

    /// <summary>k numbers.</summary>
    internal Tensor S { get; }

    /// <summary>k × n, Vᵀ.</summary>
    internal Tensor V { get; }

    /// <summary>
    /// Null where there is nothing to decompose: no elements, or one that is no number, which libtorch refuses.
    /// </summary>
    internal static Singular? Of(Tensor w)
    {
        var matrix = Matrix(w);
        if (!IsWhole(matrix)) return null;
        var (u, s, v) = linalg.svd(matrix, fullMatrices: false);
        return new(u, s, v);
    }

    /// <summary>
    /// The singular values alone, differentiable; where there is nothing to decompose, the magnitudes, so that a function of them
    /// is 0 or as little a number as they are.
    /// </summary>
    internal static Tensor Values(Tensor w)
    {
        var matrix = Matrix(w);
        return IsWhole(matrix) ? linalg.svdvals(matrix) : matrix.abs().flatten();
    }

    static bool IsWhole(Tensor matrix) => matrix.NumberOfElements > 0 && matrix.detach().isfinite().all().ReadBoolean();

    /// <summary>A distance to optimality where there is nothing to decompose: 0 or no number, in w's type.</summary>
    internal static Tensor Undefined(Tensor w, Tensor gradient) =>
        gradient.abs().sum().add(w.abs().sum() * Scalars.Of(0), Scalars.One).reshape(1).to(w.dtype);

    internal static Tensor Matrix(Tensor w)
    {
        if (w.Dimensions < 2)
            throw new ArgumentException(
                "Singular values need a weight of two or more dimensions, units × features; given " +
                $"[{string.Join("×", w.shape)}].");
        var matrix = w.reshape(w.shape[0], -1);
        return matrix.dtype is ScalarType.Float64 or ScalarType.Float32 ? matrix : matrix.to(ScalarType.Float32);
    }

    /// <summary>How many singular values are above rounding, also that of what another program minimised.</summary>
    internal long Rank()
    {
        var least = S.dtype == ScalarType.Float64 ? 1e-9 : 2e-6;
        return S.gt(S[0] * Scalars.Of(least)).logical_and(S.gt(Scalars.Of(0))).sum().ReadInt64();
    }

    /// <summary>U diag(s) Vᵀ with other numbers s, in w's shape and dtype.</summary>
    internal Tensor With(Tensor s, Tensor w) => (U * s).mm(V).reshape(w.shape).to(w.dtype);

    internal static void Expect(ModelParameter parameter, string name)
    {
        if (parameter.Parameter.Dimensions < 2)
            throw new ArgumentException(
                $"{name} acts on singular values, and {parameter} has one dimension: place it on weights " +
                "(On.Weights).");
    }
}
