using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>Weights and biases of a softmax problem with their loss, gradient and Hessian, in host memory.</summary>
sealed class SoftmaxPoint(ClassRows rows, int columns)
{
    readonly double[] logits = new double[rows.Outputs * rows.Stride], residuals = new double[rows.Outputs * rows.Stride];
    readonly double[] products = new double[rows.Outputs * rows.Width];

    /// <summary>Outputs × columns.</summary>
    internal double[] Weight { get; } = new double[rows.Outputs * columns];

    internal double[] Bias { get; } = rows.HasBias ? [.. rows.Start()] : new double[rows.Outputs];
    internal double[] Gradient { get; } = new double[rows.Outputs * columns];

    /// <summary>The biases' gradients; empty without an intercept.</summary>
    internal double[] Slopes { get; } = new double[rows.HasBias ? rows.Outputs : 0];

    /// <summary>Outputs × n, padded.</summary>
    internal double[] Means { get; } = new double[rows.Outputs * rows.Stride];

    internal double Loss { get; private set; }

    internal void Evaluate()
    {
        rows.Offsets.CopyTo(logits, 0);
        for (var k = 0; rows.HasBias && k < rows.Outputs; k++)
            foreach (ref var z in logits.AsSpan(k * rows.Stride, rows.Count)) z += Bias[k];
        for (var j = 0; j < columns; j++)
            for (var k = 0; k < rows.Outputs; k++)
                if (Weight[k * columns + j] is not 0 and var weight)
                    rows.Design.Add(j, weight, logits.AsSpan(k * rows.Stride, rows.Count));
        Loss = SoftmaxRows.Of(logits, rows.Y, rows.Shares, Means, residuals);
        rows.Products(residuals, products);
        for (var k = 0; k < rows.Outputs; k++)
        {
            products.AsSpan(k * rows.Width, columns).CopyTo(Gradient.AsSpan(k * columns));
            if (rows.HasBias) Slopes[k] = products[k * rows.Width + columns];
        }
    }

    /// <summary>Hessians between each two outputs over some columns and, where there is an intercept, a column of ones.</summary>
    internal double[][] Hessian(int[] chosen)
    {
        double[][] x = [.. chosen.Select(Column), .. rows.HasBias ? new[] { Ones() } : []];
        var weighted = x.Select(_ => new double[rows.Stride]).ToArray();
        var (pairs, block) = (new double[rows.Outputs * rows.Outputs][], new double[x.Length * x.Length]);
        for (var k = 0; k < rows.Outputs; k++)
            for (var l = k; l < rows.Outputs; l++)
            {
                var curvature = Curvature(k, l);
                for (var i = 0; i < x.Length; i++) RowLoops.Multiply(curvature, x[i], weighted[i]);
                Array.Clear(block);
                RowTiles.Add<double, ArrayRows<double>, ArrayRows<double>>(new(weighted), new(x), rows.Stride, block);
                pairs[k * rows.Outputs + l] = pairs[l * rows.Outputs + k] = Padded(block, x.Length);
            }
        return pairs;
    }

    double[] Curvature(int k, int l)
    {
        var curvature = new double[rows.Stride];
        for (var i = 0; i < curvature.Length; i++)
            curvature[i] = rows.Shares[i] * Means[k * rows.Stride + i] * ((k == l ? 1 : 0) - Means[l * rows.Stride + i]);
        return curvature;
    }

    double[] Column(int j)
    {
        var column = new double[rows.Stride];
        rows.Design[j].CopyTo(column);
        return column;
    }

    double[] Ones()
    {
        var ones = new double[rows.Stride];
        Array.Fill(ones, 1, 0, rows.Count);
        return ones;
    }

    static double[] Padded(double[] square, int count)
    {
        var stride = Axpy.Padded(count);
        var padded = new double[count * stride];
        for (var i = 0; i < count; i++) square.AsSpan(i * count, count).CopyTo(padded.AsSpan(i * stride));
        return padded;
    }
}
