namespace TorchReg.Tests.Soundness;

/// <summary>The layers' forward passes by their definitions, in loops.</summary>
static class PlainForward
{
    public static double[] Linear(double[] w, double[] x, int n, int p, int u, double[] bias, int stride = 0, int from = 0)
    {
        var y = new double[n * u];
        for (var r = 0; r < n; r++)
            for (var i = 0; i < u; i++)
            {
                y[r * u + i] = bias.Length > 0 ? bias[i] : 0;
                for (var j = 0; j < p; j++) y[r * u + i] += w[i * p + j] * x[r * (stride == 0 ? p : stride) + from + j];
            }
        return y;
    }

    public static double[] Branches(double[] first, double[] second, double[] x, int n, int p, int u) =>
        [.. Linear(first, x, n, p, u, [], 2 * p).Zip(Linear(second, x, n, p, u, [], 2 * p, p), (a, b) => a + b)];

    /// <summary>y[r, o, t] = Σ w[o, i, k]·x[r, channel(o, i), t + k].</summary>
    public static double[] Convolution(double[] w, double[] x, int n, int p, int u, int taps, int length, int groups)
    {
        var (inner, per, steps) = (p / groups, u / groups, length - taps + 1);
        var y = new double[n * u * steps];
        for (var r = 0; r < n; r++)
            for (var o = 0; o < u; o++)
                for (var t = 0; t < steps; t++)
                    for (var i = 0; i < inner; i++)
                        for (var k = 0; k < taps; k++)
                            y[(r * u + o) * steps + t] +=
                                w[(o * inner + i) * taps + k] * x[(r * p + o / per * inner + i) * length + t + k];
        return y;
    }

    /// <summary>y[r, o, t + k] += w[i, o, k]·x[r, i, t].</summary>
    public static double[] Transposed(double[] w, double[] x, int n, int p, int u, int taps, int length)
    {
        var steps = length + taps - 1;
        var y = new double[n * u * steps];
        for (var r = 0; r < n; r++)
            for (var o = 0; o < u; o++)
                for (var i = 0; i < p; i++)
                    for (var t = 0; t < length; t++)
                        for (var k = 0; k < taps; k++)
                            y[(r * u + o) * steps + t + k] += w[(i * u + o) * taps + k] * x[(r * p + i) * length + t];
        return y;
    }

    public static double[] LayerNorm(double[] w, double[] x, int n, int d)
    {
        var y = new double[n * d];
        for (var r = 0; r < n; r++)
        {
            var row = x.Skip(r * d).Take(d).ToArray();
            var mean = row.Average();
            var deviation = Math.Sqrt(row.Sum(v => (v - mean) * (v - mean)) / d + 1e-5);
            for (var j = 0; j < d; j++) y[r * d + j] = w[j] * (row[j] - mean) / deviation + w[d + j];
        }
        return y;
    }
}
