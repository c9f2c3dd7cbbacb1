namespace TorchReg.Tests.Soundness;

/// <summary>½ wᵀHw − bᵀw, a data loss written out.</summary>
sealed record Quadratic(double[,] H, double[] B)
{
    public int Size => B.Length;

    /// <summary>‖Aw + c − y‖²/(2n) for an affine map, found by asking it for its columns.</summary>
    public static Quadratic Of(Func<double[], double[]> map, double[] y, int size, int rows)
    {
        var c = map(new double[size]);
        var columns = Enumerable.Range(0, size).Select(j =>
        {
            var e = new double[size];
            e[j] = 1;
            return map(e).Zip(c, (a, b) => a - b).ToArray();
        }).ToArray();
        var h = new double[size, size];
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                h[i, j] = columns[i].Zip(columns[j], (a, b) => a * b).Sum() / rows;
        return new(h, [.. columns.Select(column => column.Select((a, r) => a * (y[r] - c[r])).Sum() / rows)]);
    }

    public double[] Gradient(double[] w)
    {
        var g = new double[Size];
        for (var i = 0; i < Size; i++)
        {
            g[i] = -B[i];
            for (var j = 0; j < Size; j++) g[i] += H[i, j] * w[j];
        }
        return g;
    }

    /// <summary>With (decay/2)‖w‖² beside it.</summary>
    public Quadratic Decayed(double decay)
    {
        var h = (double[,])H.Clone();
        for (var i = 0; i < Size; i++) h[i, i] += decay;
        return new(h, B);
    }

    /// <summary>With (λ/2)‖Aw‖²/n beside it, the outputs' own penalty: ½wᵀHw once more, λ times.</summary>
    public Quadratic Active(double lambda)
    {
        var h = (double[,])H.Clone();
        for (var i = 0; i < Size; i++)
            for (var j = 0; j < Size; j++)
                h[i, j] *= 1 + lambda;
        return new(h, B);
    }

    /// <summary>The largest eigenvalue, by powers.</summary>
    public double Largest()
    {
        var v = ReferencePenalty.Same(1, Size);
        var value = 0.0;
        for (var i = 0; i < 200; i++)
        {
            var next = new Quadratic(H, new double[Size]).Gradient(v);
            value = Math.Sqrt(next.Sum(x => x * x));
            v = [.. next.Select((x, k) => x / value + 1e-9 * k)];
        }
        return value;
    }

    /// <summary>(H + diagonal)⁻¹, by Gauss and Jordan.</summary>
    public double[,] Inverse(double[] diagonal)
    {
        var (a, inverse) = ((double[,])H.Clone(), new double[Size, Size]);
        for (var i = 0; i < Size; i++) (a[i, i], inverse[i, i]) = (a[i, i] + diagonal[i], 1);
        for (var p = 0; p < Size; p++)
        {
            var pivot = a[p, p];
            for (var j = 0; j < Size; j++) (a[p, j], inverse[p, j]) = (a[p, j] / pivot, inverse[p, j] / pivot);
            for (var i = 0; i < Size; i++)
            {
                if (i == p || a[i, p] is not (var factor and not 0)) continue;
                for (var j = 0; j < Size; j++) (a[i, j], inverse[i, j]) = (a[i, j] - factor * a[p, j],
                    inverse[i, j] - factor * inverse[p, j]);
            }
        }
        return inverse;
    }
}
