using TorchReg.Kernels;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// What ridge leaves of every row that is left out, for any λ, from one singular value decomposition of all rows: (y − ŷ)/(1
/// − h), with h the diagonal of the hat matrix.
/// </summary>
/// <remarks>
/// Without row i of share q the loss is a mean over shares of 1 − q: its λ is (1 − q)λ among all rows. R. D. Cook, Detection of
/// influential observation in linear regression, Technometrics 19 (1977), p. 16, for the formula.
/// </remarks>
sealed class RidgeHat : IDisposable
{
    readonly Tensor left, singular, rotated, targets, shares;
    readonly bool hasIntercept;

    internal RidgeHat(DenseProblem problem)
    {
        using var scope = NewDisposeScope();
        (shares, hasIntercept) = (problem.Shares, problem.HasIntercept);
        var root = shares.sqrt();
        var y = problem.Offsets is { } offsets ? problem.Y - offsets : problem.Y;
        var x = problem.X;
        if (hasIntercept) (x, y) = (x - shares.matmul(x), y - y.matmul(shares).unsqueeze(1));
        var scaled = x / ColumnPenalty.Row(problem.Penalty.ByColumns!.L2, x).sqrt() * root.unsqueeze(1);
        (left, singular, _) = linalg.svd(scaled, fullMatrices: false);
        targets = y * root;
        rotated = targets.matmul(left);
        foreach (var tensor in new[] { left, singular, rotated, targets }) tensor.DetachFromDisposeScope();
    }

    /// <summary>
    /// The squared error of every row without itself, outputs × n; ∞ where nothing but the row itself says what it is.
    /// </summary>
    internal double[][] SquaredErrors(double lambda)
    {
        using var scope = NewDisposeScope();
        var own = (Rest(shares) * Scalars.Of(lambda)).unsqueeze(1);
        var squares = singular.Squared();
        var most = squares.NumberOfElements == 0 ? 0 : squares.max().ReadDouble();
        var kept = squares.gt(Scalars.Of(most * 1e-26));
        var share = where(kept, squares / squares.add(own, Scalars.One), zeros_like(squares));
        var hat = (left.Squared() * share).sum([1L]);
        if (hasIntercept) hat = hat.add(shares, Scalars.One);
        var fitted = (left * share).matmul(rotated.t()).t();
        var free = Rest(hat);
        var root = shares.sqrt();
        var error = (targets - fitted) / free / root;
        var none = full_like(error, Scalars.Of(double.PositiveInfinity));
        var numbers = HostMemory.Numbers(where(free.gt(Scalars.Of(1e-12)), error.Squared(), none));
        return [.. numbers.Chunk((int)shares.shape[0])];
    }

    static Tensor Rest(Tensor share) => share.neg().add(Scalars.Of(1), Scalars.One);

    public void Dispose()
    {
        foreach (var tensor in new[] { left, singular, rotated, targets }) tensor.Dispose();
    }
}
