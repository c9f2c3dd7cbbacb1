namespace TorchReg.Solvers;

/// <summary>
/// Where block descent creeps, because columns are nearly dependent: a Newton step over the weights that are not 0, by conjugate
/// gradients; shortened until it pays, and where weights have a kink each to itself as far as the first of them is 0.
/// </summary>
/// <remarks>
/// J. Nocedal, S. Wright, Numerical Optimization, 2nd ed., algorithms 5.3 (preconditioned conjugate gradients) and 7.1.
/// </remarks>
sealed class BlockNewton(BlockDescent descent, BlockPenalty penalty, int outputs)
{
    /// <summary>Takes the step.</summary>
    /// <returns>Whether it paid.</returns>
    internal bool Take(double lambda)
    {
        var active = new ActiveBlocks(descent, penalty, outputs, lambda);
        if (active.Count == 0) return false;
        var direction = Direction(active);
        var step = Spread(active, direction);
        var products = descent.Products(step);
        var length = penalty.IsSmooth ? 1 : Longest(active, direction);
        for (var halvings = 0; halvings < 8; halvings++, length /= 2)
            if (Change(step, products, length, lambda) < 0)
            {
                descent.Move(step, products, length, isExact: !penalty.IsSmooth);
                return true;
            }
        return false;
    }

    // Solves Hd = −slope, far enough for a Newton step; what is quadratic is solved for good.
    double[] Direction(ActiveBlocks active)
    {
        var size = active.Slope.Length;
        var (d, r, z, p, hp) = (new double[size], new double[size], new double[size], new double[size], new double[size]);
        for (var e = 0; e < size; e++) r[e] = -active.Slope[e];
        active.Precondition(r, z);
        z.CopyTo(p, 0);
        var (rz, first) = (Axpy.Dot<double>(r, z), Axpy.Dot<double>(r, z));
        var share = penalty.Columns.IsGrouped ? 1e-6 : 1e-13;
        for (var i = 0; i < 2 * active.Count * outputs && rz > share * first; i++)
        {
            active.Multiply(p, hp);
            var curvature = Axpy.Dot<double>(p, hp);
            if (!(curvature > 0)) break;
            Axpy.Add(rz / curvature, p, d);
            Axpy.Add(-rz / curvature, hp, r);
            active.Precondition(r, z);
            var next = Axpy.Dot<double>(r, z);
            for (var e = 0; e < size; e++) p[e] = z[e] + next / rz * p[e];
            rz = next;
        }
        return d;
    }

    double[] Spread(ActiveBlocks active, double[] direction)
    {
        var step = new double[descent.W.Length];
        for (var k = 0; k < outputs; k++)
            for (var a = 0; a < active.Count; a++)
                step[k * descent.Stride + active.Positions[a]] = direction[k * active.Stride + a];
        return step;
    }

    // As far as no weight changes its sign or leaves its bounds.
    double Longest(ActiveBlocks active, double[] direction)
    {
        var longest = 1.0;
        for (var k = 0; k < outputs; k++)
            for (var a = 0; a < active.Count; a++)
            {
                var (d, i) = (direction[k * active.Stride + a], active.Positions[a]);
                var (w, j) = (descent.W[k * descent.Stride + i], descent.Columns[i]);
                if (penalty.Columns.L1[j] > 0 && d * w < 0) longest = Math.Min(longest, -w / d);
                var bound = d > 0 ? penalty.Columns.Upper[j] : penalty.Columns.Lower[j];
                if (d != 0 && double.IsFinite(bound)) longest = Math.Min(longest, (bound - w) / d);
            }
        return longest;
    }

    // Of the objective: quadratic in the loss, so that nothing cancels there.
    double Change(double[] step, double[] products, double length, double lambda)
    {
        var loss = length * Axpy.Dot<double>(descent.R, step) + length * length / 2 * Axpy.Dot<double>(products, step);
        var (old, next) = (new double[outputs], new double[outputs]);
        for (var i = 0; i < descent.Count; i++)
        {
            for (var k = 0; k < outputs; k++)
            {
                old[k] = descent.W[k * descent.Stride + i];
                next[k] = old[k] + length * step[k * descent.Stride + i];
            }
            var j = descent.Columns[i];
            loss += penalty.Value(next, j, lambda) - penalty.Value(old, j, lambda);
        }
        return loss;
    }
}
