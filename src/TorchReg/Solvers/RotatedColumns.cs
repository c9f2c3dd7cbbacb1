using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Columns in coordinates where ridge is plain: with A = (X − x̄) diag(c)^(−½), x̄ the means under the shares q, and orthonormal
/// V that spans A's rows, Z = A V, u = V′diag(c)^½ w has ‖u‖² = Σ cⱼwⱼ², and Z′ diag(q) Z is diagonal. At most min(n, p)
/// coordinates.
/// </summary>
/// <remarks>
/// The minimiser lies in the span of the rows: T. Hastie, R. Tibshirani, Biostatistics 5 (2004), p. 331, for every loss.
/// </remarks>
sealed class RotatedColumns : IDisposable
{
    readonly Tensor axes, roots, centre;

    internal RotatedColumns(DenseProblem problem, Tensor shares, ColumnPenalty penalty)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        roots = ColumnPenalty.Row(penalty.L2, problem.X).sqrt();
        centre = problem.HasIntercept ? shares.matmul(problem.X) : zeros_like(roots);
        var a = (problem.X - centre) / roots;
        var basis = problem.Columns > problem.Rows ? linalg.qr(a.t()).Q : null;
        var z = basis is null ? a : a.matmul(basis);
        var (squares, turn) = linalg.eigh((z * shares.unsqueeze(1)).t().matmul(z));
        axes = basis is null ? turn : basis.matmul(turn);
        (Z, Squares) = (z.matmul(turn), squares.clamp_min(Scalars.Of(0)));
        Zt = Z.t().contiguous();
        foreach (var tensor in new[] { axes, roots, centre, Z, Zt, Squares }) tensor.DetachFromDisposeScope();
    }

    /// <summary>n × coordinates.</summary>
    internal Tensor Z { get; }

    /// <summary>Coordinates × n.</summary>
    internal Tensor Zt { get; }

    /// <summary>The diagonal of Z′ diag(q) Z.</summary>
    internal Tensor Squares { get; }

    /// <summary>Gradients in the columns' own coordinates, outputs × columns.</summary>
    internal Tensor Gradient(Tensor ofCoordinates) => ofCoordinates.matmul(axes.t()).mul_(roots);

    /// <summary>W (outputs × columns) and b, for columns that are not centred under the shares.</summary>
    internal (Tensor W, Tensor B) Coefficients(Tensor u, Tensor b)
    {
        var w = u.matmul(axes.t()).div_(roots);
        return (w, b - w.matmul(centre));
    }

    /// <summary>The coordinates u and bias of W and b, as far as the rows' span has them.</summary>
    internal (Tensor U, Tensor B) Coordinates(Tensor w, Tensor b) =>
        ((w * roots).matmul(axes), b.add(w.matmul(centre), Scalars.One));

    public void Dispose()
    {
        foreach (var tensor in new[] { axes, roots, centre, Z, Zt, Squares }) tensor.Dispose();
    }
}
