namespace TorchReg.Tests.TorchApi;

/// <summary>Decompositions multiply back, solvers solve, norms have their closed forms.</summary>
public sealed class LinearAlgebraTests : ScopedTests
{
    readonly Tensor square, positive;

    public LinearAlgebraTests()
    {
        square = tensor(new[,] { { 4.0, 1, 2 }, { 0, 3, -1 }, { 1, -2, 5 } });
        positive = square.matmul(square.t()) + eye(3, dtype: float64);
    }

    static void Close(Tensor expected, Tensor actual) =>
        Assert.True(expected.allclose(actual, 1e-9, 1e-9), $"{expected.npstr()}\n{actual.npstr()}");

    [Fact]
    public void Cholesky_multiplies_back_and_solves()
    {
        var lower = linalg.cholesky(positive);
        Close(positive, lower.matmul(lower.t()));
        var b = ones(3, 1, dtype: float64);
        Close(b, positive.matmul(b.cholesky_solve(lower)));
        Assert.ThrowsAny<Exception>(() => linalg.cholesky(-positive));
    }

    [Fact]
    public void Solving_and_inverting_undo_multiplication()
    {
        var b = tensor(new[,] { { 1.0 }, { 2 }, { 3 } });
        Close(b, square.matmul(linalg.solve(square, b)));
        Close(eye(3, dtype: float64), square.matmul(linalg.inv(square)));
        Close(linalg.inv(square), linalg.pinv(square));
        Close(linalg.inv(square), square.inverse());
    }

    [Fact]
    public void Least_squares_satisfies_the_normal_equations()
    {
        var (a, b) = (randn(6, 2, float64), randn(6, 1, float64));
        var solution = linalg.lstsq(a, b).Solution;
        Close(a.t().matmul(b), a.t().matmul(a).matmul(solution));
    }

    [Fact]
    public void Singular_values_multiply_back_and_are_sorted()
    {
        var (u, s, vh) = linalg.svd(square, fullMatrices: false);
        Close(square, (u * s).matmul(vh));
        Close(s, linalg.svdvals(square));
        Assert.True((s[0] >= s[1]).item<bool>());
        Assert.Equal(3, linalg.matrix_rank(square).item<long>());
    }

    [Fact]
    public void Eigenvectors_are_stretched_by_their_values()
    {
        var (values, vectors) = linalg.eigh(positive);
        Close(positive.matmul(vectors), vectors * values);
        Close(values, linalg.eigvalsh(positive));
    }

    [Fact]
    public void QR_and_LU_multiply_back()
    {
        var (q, r) = linalg.qr(square);
        Close(square, q.matmul(r));
        Close(eye(3, dtype: float64), q.t().matmul(q));
        var (p, l, u) = linalg.lu(square);
        Close(square, p.matmul(l).matmul(u));
    }

    [Fact]
    public void Determinants_and_norms_have_their_closed_forms()
    {
        Assert.Equal(45, linalg.det(square).item<double>(), 9);
        var (sign, log) = linalg.slogdet(square);
        Assert.Equal(Math.Log(45), (sign * log).item<double>(), 9);
        Assert.Equal(12, square.trace().item<double>(), 9);
        var v = tensor(new[] { 3.0, -4 });
        Assert.Equal(5, linalg.norm(v).item<double>(), 9);
        Assert.Equal(7, linalg.vector_norm(v, 1).item<double>(), 9);
        Assert.Equal(4, linalg.norm(v, double.PositiveInfinity).item<double>(), 9);
        Assert.Equal(Math.Sqrt(61), linalg.matrix_norm(square).item<double>(), 9);
    }
}
