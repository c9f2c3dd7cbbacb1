namespace TorchReg.Kernels;

/// <summary>
/// The sorted L1 norm Σ λᵢ|w|₍ᵢ₎ on host memory, λ falling: both its prox and the shortest subgradient are a sorted sequence less
/// λ, averaged where it would rise (pool adjacent violators).
/// </summary>
/// <remarks>M. Bogdan et al., Ann. Appl. Stat. 9 (2015), p. 1129, algorithm 4 (a stack of blocks).</remarks>
static class SortedL1
{
    /// <summary>argmin over v of ½‖v − w‖² + step·Σ λᵢ|v|₍ᵢ₎.</summary>
    internal static double[] Prox(double[] w, double[] lambda, double step)
    {
        var order = Order(w, Math.Abs);
        var fallen = Falling(order.Length, k => Math.Abs(w[order[k]]) - step * lambda[k]);
        return Placed(order, k => Math.CopySign(Math.Max(fallen[k], 0), w[order[k]]));
    }

    /// <summary>g + s of least length, s in the subdifferential at w; g = 0 where it is null.</summary>
    internal static double[] LeastSum(double[] w, double[]? g, double[] lambda)
    {
        var (order, sum) = (Order(w, Math.Abs), new double[w.Length]);
        for (int start = 0, end; start < order.Length; start = end)
        {
            var size = Math.Abs(w[order[start]]);
            for (end = start + 1; end < order.Length && Math.Abs(w[order[end]]) == size; end++) { }
            LeastOfEqual(order.AsSpan(start, end - start), w, g, lambda.AsSpan(start, end - start), sum);
        }
        return sum;
    }

    // Weights of one size share their λ in any order, and its averages: −g is held against that permutohedron. At 0 less will do.
    static void LeastOfEqual(Span<int> places, double[] w, double[]? g, ReadOnlySpan<double> lambda, double[] sum)
    {
        var isZero = w[places[0]] == 0;
        double Pull(int i) => g is null ? 0 : isZero ? Math.Abs(g[i]) : -g[i] * Signum.Of(w[i]);
        var (own, weights) = (places.ToArray(), lambda.ToArray());
        var order = Order(own, Pull);
        var fallen = Falling(order.Length, k => Pull(own[order[k]]) - weights[k]);
        for (var k = 0; k < order.Length; k++)
        {
            var i = own[order[k]];
            sum[i] = !isZero ? -fallen[k] * Signum.Of(w[i]) : g is null ? 0 : Math.CopySign(Math.Max(fallen[k], 0), g[i]);
        }
    }

    /// <summary>max over k of (|g|₍₁₎ + … + |g|₍ₖ₎)/(λ₁ + … + λₖ).</summary>
    internal static double DualNorm(double[] g, double[] lambda)
    {
        var (order, sum, weights, most) = (Order(g, Math.Abs), 0.0, 0.0, 0.0);
        for (var k = 0; k < order.Length; k++)
        {
            (sum, weights) = (sum + Math.Abs(g[order[k]]), weights + lambda[k]);
            most = Math.Max(most, sum / weights);
        }
        return most;
    }

    // Places from the largest key to the smallest.
    static int[] Order<T>(T[] values, Func<T, double> key)
    {
        var (keys, places) = (new double[values.Length], new int[values.Length]);
        for (var i = 0; i < values.Length; i++) (keys[i], places[i]) = (-key(values[i]), i);
        Array.Sort(keys, places);
        return places;
    }

    // The nearest falling sequence: blocks on a stack, each with its sum, joined as long as the last is not below the one before.
    static double[] Falling(int count, Func<int, double> of)
    {
        var (sums, starts, blocks) = (new double[count], new int[count + 1], 0);
        for (var k = 0; k < count; k++)
        {
            (sums[blocks], starts[blocks]) = (of(k), k);
            for (blocks++; blocks > 1 && Mean(blocks - 1, k + 1) >= Mean(blocks - 2, starts[blocks - 1]); blocks--)
                sums[blocks - 2] += sums[blocks - 1];
        }
        starts[blocks] = count;
        var fallen = new double[count];
        for (var b = 0; b < blocks; b++) fallen.AsSpan(starts[b], starts[b + 1] - starts[b]).Fill(Mean(b, starts[b + 1]));
        return fallen;
        double Mean(int block, int end) => sums[block] / (end - starts[block]);
    }

    static double[] Placed(int[] order, Func<int, double> of)
    {
        var values = new double[order.Length];
        for (var k = 0; k < order.Length; k++) values[order[k]] = of(k);
        return values;
    }
}
