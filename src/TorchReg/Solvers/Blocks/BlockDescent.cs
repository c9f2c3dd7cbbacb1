namespace TorchReg.Solvers;

/// <summary>
/// Block coordinate descent for ½⟨W, WG⟩ − ⟨C, W⟩ + P(W), a block the weights of one column to all outputs: exact in each block,
/// wⱼ := prox(gⱼⱼwⱼ − rⱼ), where r = WG − C is kept up to date. Where that creeps, <see cref="BlockNewton"/> goes on.
/// </summary>
/// <remarks>
/// N. Simon et al., A blockwise descent algorithm for group-penalized multiresponse and multinomial regression, arXiv:1311.6529,
/// algorithm 1.
/// </remarks>
sealed class BlockDescent
{
    // Sweeps over the same blocks before they are solved for at once.
    const int Patience = 6;

    /// <summary>Of columns of deviation 1: below it a fold's rows have one value, and no weight is told from another.</summary>
    internal const double LeastCurvature = 1e-13;

    readonly BlockPenalty penalty;
    readonly int outputs;
    readonly double[] block;
    readonly BlockNewton newton;
    CoupledBlocks? coupled;

    internal BlockDescent(BlockPenalty penalty, int outputs)
    {
        (this.penalty, this.outputs, block) = (penalty, outputs, new double[outputs]);
        newton = new(this, penalty, outputs);
    }

    /// <summary>Takes the model of outputs that are coupled, by the Hessians of pairs of outputs.</summary>
    /// <param name="columns">The problem's column of each position.</param>
    /// <param name="pairs">For outputs k and l at k·outputs + l, as many rows as positions, each of the padded length.</param>
    internal void Load(IEnumerable<int> columns, double[][] pairs)
    {
        Columns.Clear();
        Columns.AddRange(columns);
        Stride = Axpy.Padded(Count);
        (W, R, coupled) = (new double[outputs * Stride], new double[outputs * Stride], new(penalty, pairs, Count, Stride));
    }

    internal bool IsCoupled => coupled is not null;

    /// <summary>The Hessian between two outputs; null where it is 0.</summary>
    internal double[]? Pair(int k, int l) => coupled is not null ? coupled.Pairs[k * outputs + l] : k == l ? H : null;

    /// <summary>G, Count rows of Stride.</summary>
    internal double[] H { get; private set; } = [];

    /// <summary>Outputs rows of Stride each.</summary>
    internal double[] W { get; private set; } = [];

    /// <summary>WG − C.</summary>
    internal double[] R { get; private set; } = [];

    internal double[] C { get; private set; } = [];

    /// <summary>The problem's column of each position.</summary>
    internal List<int> Columns { get; } = [];

    internal int Count => Columns.Count;
    internal int Stride { get; private set; }

    /// <summary>Sweeps so far.</summary>
    internal int Sweeps { get; private set; }

    /// <summary>Makes room for so many columns.</summary>
    internal void Reserve(int count)
    {
        if (count <= Stride) return;
        var stride = Axpy.Padded(Math.Max(count, Stride * 2));
        var h = new double[stride * stride];
        for (var i = 0; i < Count; i++) H.AsSpan(i * Stride, Count).CopyTo(h.AsSpan(i * stride));
        (H, W, R, C) = (h, Wider(W, stride), Wider(R, stride), Wider(C, stride));
        Stride = stride;
    }

    double[] Wider(double[] rows, int stride)
    {
        var wider = new double[outputs * stride];
        for (var k = 0; k < outputs && Stride > 0; k++) rows.AsSpan(k * Stride, Stride).CopyTo(wider.AsSpan(k * stride));
        return wider;
    }

    /// <summary>r := WG − C.</summary>
    internal void Refresh()
    {
        for (var e = 0; e < R.Length; e++) R[e] = -C[e];
        AddProducts(W, R);
    }

    /// <summary>Sweeps over the blocks that are not 0 until they rest, then over all, until a whole sweep rests.</summary>
    /// <param name="lambda">λ.</param>
    /// <param name="tolerance">A sweep rests where all gⱼⱼ|Δw| are at most this.</param>
    /// <param name="most">Sweeps to take at most.</param>
    internal void Solve(double lambda, double tolerance, int most)
    {
        for (var taken = 0; taken < most;)
        {
            taken++;
            if (Sweep(lambda, nonZerosOnly: false) <= tolerance) return;
            for (var creeping = 1; taken < most; creeping++)
            {
                taken++;
                if (Sweep(lambda, nonZerosOnly: true) <= tolerance) break;
                if (creeping % Patience == 0) newton.Take(lambda);
            }
        }
    }

    double Sweep(double lambda, bool nonZerosOnly)
    {
        Sweeps++;
        var largest = 0.0;
        for (var i = 0; i < Count; i++)
            if (!nonZerosOnly || !IsZero(i)) largest = Math.Max(largest, Move(i, lambda));
        return largest;
    }

    internal bool IsZero(int i)
    {
        for (var k = 0; k < outputs; k++)
            if (W[k * Stride + i] != 0) return false;
        return true;
    }

    double Move(int i, double lambda)
    {
        if (coupled is not null) return coupled.Move(i, Columns[i], W, R, lambda);
        var (j, h) = (Columns[i], H[i * Stride + i]);
        var curvature = h + lambda * penalty.Columns.L2[j];
        if (curvature <= LeastCurvature || penalty.IsExcluded(j)) return 0;
        for (var k = 0; k < outputs; k++) block[k] = h * W[k * Stride + i] - R[k * Stride + i];
        penalty.Minimise(block, j, h, lambda);
        var largest = 0.0;
        for (var k = 0; k < outputs; k++)
        {
            var change = block[k] - W[k * Stride + i];
            if (change == 0) continue;
            W[k * Stride + i] = block[k];
            Axpy.Add(change, H.AsSpan(i * Stride, Stride), R.AsSpan(k * Stride, Stride));
            largest = Math.Max(largest, Math.Abs(change));
        }
        return largest * curvature;
    }

    /// <summary>VG, outputs rows of Stride.</summary>
    internal double[] Products(double[] v)
    {
        var products = new double[v.Length];
        AddProducts(v, products);
        return products;
    }

    void AddProducts(double[] v, double[] target)
    {
        for (var pair = 0; pair < outputs * outputs; pair++)
        {
            var (k, l) = (pair / outputs, pair % outputs);
            if (Pair(k, l) is not { } h) continue;
            for (var i = 0; i < Count; i++)
                if (v[k * Stride + i] is not 0 and var value)
                    Axpy.Add(value, h.AsSpan(i * Stride, Stride), target.AsSpan(l * Stride, Stride));
        }
    }

    /// <summary>Moves by a step whose products with G are given.</summary>
    /// <param name="step">The step.</param>
    /// <param name="products">Its products.</param>
    /// <param name="length">A factor on both.</param>
    /// <param name="isExact">Whether weights that all but reach 0 are to be 0: else they would stop short of it for ever.</param>
    internal void Move(double[] step, double[] products, double length, bool isExact)
    {
        for (var e = 0; e < W.Length; e++)
        {
            var next = W[e] + length * step[e];
            W[e] = isExact && length < 1 && Math.Abs(next) <= 1e-12 * Math.Abs(W[e]) ? 0 : next;
        }
        Axpy.Add(length, products, R);
    }
}
