using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// The smooth problem on the weights that are not 0: H = ∇²loss + λ∇²P there, compact, with products and a preconditioner by
/// blocks.
/// </summary>
sealed class ActiveBlocks
{
    readonly int outputs, stride;
    readonly int[] positions;
    readonly double[]?[] gram;
    readonly double[] own, curvature, radial, along, products;
    readonly bool isCoupled;
    readonly bool[]? isFixed;

    internal ActiveBlocks(BlockDescent descent, BlockPenalty penalty, int outputs, double lambda)
    {
        this.outputs = outputs;
        positions = [.. Enumerable.Range(0, descent.Count).Where(i => penalty.L1(descent.Columns[i]) == 0 || !descent.IsZero(i))];
        stride = Axpy.Padded(positions.Length);
        (isCoupled, products) = (descent.IsCoupled, new double[outputs * positions.Length]);
        gram = new double[]?[outputs * outputs];
        for (var pair = 0; pair < gram.Length; pair++) gram[pair] = Compact(descent, pair / outputs, pair % outputs);
        (own, curvature, radial) = (new double[stride], new double[stride], new double[stride]);
        (along, Slope) = (new double[outputs * stride], new double[outputs * stride]);
        isFixed = penalty.IsSmooth ? null : new bool[outputs * stride];
        for (var a = 0; a < positions.Length; a++) Take(descent, penalty, a, lambda);
    }

    internal int Count => positions.Length;
    internal int Stride => stride;
    internal IReadOnlyList<int> Positions => positions;

    /// <summary>The gradient of loss and penalty, outputs rows of Stride; 0 where a weight is fixed.</summary>
    internal double[] Slope { get; }

    double[]? Compact(BlockDescent descent, int k, int l)
    {
        if (descent.Pair(k, l) is not { } h) return null;
        if (l < k) return gram[l * outputs + k];
        if (!descent.IsCoupled && k > 0) return gram[0];
        var compact = new double[positions.Length * stride];
        for (var a = 0; a < positions.Length; a++)
            for (var b = 0; b < positions.Length; b++)
                compact[a * stride + b] = h[positions[a] * descent.Stride + positions[b]];
        return compact;
    }

    void Take(BlockDescent descent, BlockPenalty penalty, int a, double lambda)
    {
        var (i, j) = (positions[a], descent.Columns[positions[a]]);
        for (var k = 0; k < outputs; k++) own[a] += gram[k * outputs + k]![a * stride + a] / outputs;
        var (l1, l2, square) = (lambda * penalty.L1(j), lambda * penalty.L2(j), 0.0);
        for (var k = 0; k < outputs; k++) square += descent.W[k * descent.Stride + i] * descent.W[k * descent.Stride + i];
        var norm = Math.Sqrt(square);
        curvature[a] = l2;
        radial[a] = isFixed is null && l1 > 0 ? l1 / norm : 0;
        for (var k = 0; k < outputs; k++)
        {
            var (w, r) = (descent.W[k * descent.Stride + i], descent.R[k * descent.Stride + i]);
            if (isFixed is null) along[k * stride + a] = norm > 0 ? w / norm : 0;
            else if (w == 0 && l1 > 0 || !penalty.IsInside(w, j))
            {
                isFixed[k * stride + a] = true;
                continue;
            }
            Slope[k * stride + a] = r + l2 * w + (isFixed is null ? radial[a] * w : l1 * Math.Sign(w));
        }
    }

    /// <summary>target := Hv.</summary>
    internal void Multiply(double[] v, double[] target)
    {
        Array.Clear(target);
        if (isCoupled) Couple(v, target);
        else
        {
            // One matrix for all outputs, which is read once.
            Array.Clear(products);
            RowTiles.Add<double, MatrixRows<double>, MatrixRows<double>>(
                new(v, stride), new(gram[0]!, stride), stride, products);
            for (var k = 0; k < outputs; k++)
                products.AsSpan(k * positions.Length, positions.Length).CopyTo(target.AsSpan(k * stride));
        }
        for (var a = 0; a < positions.Length; a++)
        {
            var dot = Radial(v, a);
            for (var k = 0; k < outputs; k++)
            {
                var e = k * stride + a;
                target[e] += (curvature[a] + radial[a]) * v[e] - radial[a] * along[e] * dot;
                if (isFixed is not null && isFixed[e]) target[e] = 0;
            }
        }
    }

    void Couple(double[] v, double[] target)
    {
        for (var k = 0; k < outputs; k++)
            for (var l = 0; l < outputs; l++)
            {
                if (gram[k * outputs + l] is not { } h) continue;
                var row = target.AsSpan(l * stride, stride);
                for (var a = 0; a < positions.Length; a++)
                    if (v[k * stride + a] is not 0 and var value) Axpy.Add(value, h.AsSpan(a * stride, stride), row);
            }
    }

    /// <summary>target := M⁻¹v with about H's own blocks as M.</summary>
    internal void Precondition(double[] v, double[] target)
    {
        for (var a = 0; a < positions.Length; a++)
        {
            var (dot, flat) = (Radial(v, a), Math.Max(own[a] + curvature[a], BlockDescent.LeastCurvature));
            for (var k = 0; k < outputs; k++)
            {
                var e = k * stride + a;
                target[e] = isFixed is not null ? v[e] / flat
                    : (v[e] - along[e] * dot) / (flat + radial[a]) + along[e] * dot / flat;
            }
        }
    }

    double Radial(double[] v, int a)
    {
        if (radial[a] == 0) return 0;
        var dot = 0.0;
        for (var k = 0; k < outputs; k++) dot += along[k * stride + a] * v[k * stride + a];
        return dot;
    }
}
