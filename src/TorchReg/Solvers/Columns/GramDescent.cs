using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// min over the weights of a Gram matrix's columns of gᵀ(w − w₀) + ½(w − w₀)ᵀH(w − w₀) + Σ λpⱼ(wⱼ): sweeps of coordinate descent
/// find which weights are not 0, exact steps over those find their values. The gradient of all columns is kept up.
/// </summary>
/// <remarks>
/// J. Friedman, T. Hastie, R. Tibshirani, J. Stat. Software 33 (2010), section 2.2 (covariance updates); the exact steps are
/// those of least angle regression with several columns at a time: B. Efron et al., Ann. Stat. 32 (2004), p. 407.
/// </remarks>
sealed class GramDescent(GramStore gram) : GramModel(gram)
{
    readonly GramStore gram = gram;
    readonly ActiveFactor factor = new();
    double[] direction = [];
    (int Version, CoordinatePenalty? Penalty) factored;

    /// <summary>Sweeps and exact steps in turn until it is done.</summary>
    internal void Solve(CoordinatePenalty penalty, Func<bool> isDone, int most)
    {
        if (penalty.HasPieces) Exact(penalty);
        for (var round = 0; round < most; round++)
        {
            var isStill = !Sweep(penalty);
            if (penalty.HasPieces && !isStill) Exact(penalty);
            if (isStill || isDone()) return;
        }
    }

    /// <summary>One step of every column.</summary>
    /// <returns>Whether any moved.</returns>
    bool Sweep(CoordinatePenalty penalty)
    {
        var columns = gram.Columns;
        var g = G.AsSpan(0, gram.Count);
        var moved = false;
        for (var i = 0; i < columns.Length; i++)
        {
            var (w, curvature) = (W[i], gram.Diagonal(i));
            if (!(curvature > 0) || w == 0 && Math.Abs(g[i]) <= penalty.Reach(columns[i])) continue;
            var next = penalty.Step(columns[i], w, g[i], curvature);
            if (next == w) continue;
            W[i] = next;
            moved = true;
            RowLoops.Add(next - w, gram.Row(i), g);
        }
        return moved;
    }

    /// <summary>
    /// To the minimiser over the weights that are not 0 and inside of bounds, as long as they stay so; what reaches an end stays
    /// there, and the rest goes on.
    /// </summary>
    void Exact(CoordinatePenalty penalty)
    {
        Sync(penalty);
        for (var stops = 0; factor.Members.Count > 0; stops++)
        {
            var length = Direct(penalty);
            Move(penalty, length);
            if (length >= 1 || stops > gram.Count) return;
            Sync(penalty);
        }
    }

    // The factor holds what may move.
    void Sync(CoordinatePenalty penalty)
    {
        var isOther = !ReferenceEquals(factored.Penalty, penalty) && HasCurvature(penalty);
        if (factored.Version != gram.Version || isOther) factor.Clear();
        factored = (gram.Version, penalty);
        var isIn = new bool[gram.Count];
        for (var k = factor.Members.Count - 1; k >= 0; k--)
            if (IsInside(penalty, factor.Members[k]) && IsAsAdded(penalty, k)) isIn[factor.Members[k]] = true;
            else factor.RemoveAt(k);
        for (var i = 0; i < gram.Count; i++)
            if (!isIn[i] && IsInside(penalty, i) && gram.Diagonal(i) > 0)
                factor.Append(gram, i, penalty.Piece(gram.Columns[i], W[i])!.Value.Curvature);
    }

    bool HasCurvature(CoordinatePenalty penalty) =>
        factor.Members.Any(i => (penalty.Piece(gram.Columns[i], W[i])?.Curvature ?? 1) != 0);

    // A weight may have come to another parabola of its penalty.
    bool IsAsAdded(CoordinatePenalty penalty, int place) => factor.Added[place]
        == penalty.Piece(gram.Columns[factor.Members[place]], W[factor.Members[place]])!.Value.Curvature;

    bool IsInside(CoordinatePenalty penalty, int i) =>
        (W[i] != 0 || penalty.Reach(gram.Columns[i]) == 0) && penalty.Piece(gram.Columns[i], W[i]) is not null;

    // The step to the minimiser, and how much of it stays inside.
    double Direct(CoordinatePenalty penalty)
    {
        var (members, length) = (factor.Members, 1.0);
        if (direction.Length < members.Count) direction = new double[gram.Stride];
        for (var k = 0; k < members.Count; k++)
            direction[k] = -G[members[k]] - penalty.Piece(gram.Columns[members[k]], W[members[k]])!.Value.Slope;
        factor.Solve(direction.AsSpan(0, members.Count));
        for (var k = 0; k < members.Count; k++)
        {
            var (w, piece) = (W[members[k]], penalty.Piece(gram.Columns[members[k]], W[members[k]])!.Value);
            var end = direction[k] > 0 ? piece.High : piece.Low;
            if (Math.Abs(direction[k]) > Math.Abs(end - w)) length = Math.Min(length, (end - w) / direction[k]);
        }
        return length;
    }

    void Move(CoordinatePenalty penalty, double length)
    {
        var count = factor.Members.Count;
        for (var k = 0; k < count; k++)
        {
            var i = factor.Members[k];
            var piece = penalty.Piece(gram.Columns[i], W[i])!.Value;
            var next = Math.Clamp(W[i] + length * direction[k], piece.Low, piece.High);
            var end = direction[k] > 0 ? piece.High : piece.Low;
            // What the step ends at is exactly there: else it would stop short of it for ever.
            if (length < 1 && double.IsFinite(end) && Math.Abs(end - next) <= 1e-12 * Math.Abs(end - W[i])) next = end;
            (direction[k], W[i]) = (next - W[i], next);
        }
        gram.Add(factor.Members, direction.AsSpan(0, count), G.AsSpan(0, gram.Count));
    }
}
