using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// Certificates of a softmax problem from a point whose gradient is there. The bound comes from the last model's residuals, whose
/// products with the columns are within reach of the penalty up to the descent's tolerance, where the own residuals' are beyond
/// it by a whole distance; only columns that could be beyond it are multiplied.
/// </summary>
sealed class ClassCertificate
{
    const double Safe = 0.9;

    readonly ClassRows rows;
    readonly ClassGap gap;
    readonly ColumnPenalty penalty;
    readonly BlockCertificate certificate;
    readonly double[] weight, gradient, model, residual, products, reaches, inverses;

    internal ClassCertificate(DenseProblem problem, ClassRows rows, ColumnPenalty penalty)
    {
        (this.rows, this.penalty, gap, certificate) = (rows, penalty, new(rows, penalty), new(problem, new(penalty)));
        var (columns, size) = (problem.Columns, rows.Outputs * problem.Columns);
        (weight, gradient, products, reaches) = (new double[size], new double[size], new double[size], new double[size]);
        (model, residual) = (new double[rows.Outputs * rows.Stride], new double[rows.Outputs * rows.Stride]);
        inverses = Array.ConvertAll(rows.Shares, share => share > 0 ? 1 / share : 0);
    }

    /// <summary>λP(W), W of outputs × columns.</summary>
    internal double Penalty(ReadOnlySpan<double> w, double lambda) => certificate.Penalty(w, lambda);

    /// <summary>The certificate whose bound comes from the own residuals.</summary>
    /// <param name="w">Outputs × columns.</param>
    /// <param name="slope">The gradient, outputs × columns.</param>
    /// <param name="slopes">The biases' gradients; empty without an intercept.</param>
    /// <param name="means">Probabilities, outputs × n.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="lambda">λ.</param>
    internal FitCertificate Of(double[] w, double[] slope, double[] slopes, double[] means, double loss, double lambda)
    {
        Array.Clear(reaches);
        var own = certificate.Of(w, slope, slopes, loss, null, lambda);
        return own with { Gap = gap.Of(means, slope, reaches, own.Objective, lambda) };
    }

    /// <summary>The certificate whose bound comes from the last model's residuals.</summary>
    /// <param name="point">The point.</param>
    /// <param name="state">Its weights and gradient.</param>
    /// <param name="change">Writes what the last step's model said that the residuals change by.</param>
    /// <param name="lambda">λ.</param>
    internal FitCertificate Of(IClassPoint point, NewtonState<double> state, Action<double[]> change, double lambda)
    {
        Read(state.W, weight);
        Read(state.G, gradient);
        double[] slopes = rows.HasBias ? [.. Enumerable.Range(1, rows.Outputs).Select(k => state.G[k * rows.Width - 1])] : [];
        var objective = state.Loss + certificate.Penalty(weight, lambda);
        var own = certificate.Of(weight, gradient, slopes, state.Loss, null, lambda);
        var bound = gap.Of(Model(point, change), Products(point, state, lambda), reaches, objective, lambda);
        if (bound is null) Reaches(point);
        return own with { Gap = bound ?? gap.Of(point.Means, gradient, reaches, objective, lambda) };
    }

    // p + the model's change, made probabilities: none below 0, of sum 1.
    double[] Model(IClassPoint point, Action<double[]> change)
    {
        change(model);
        SoftmaxRows.Project(point.OldMeans, inverses, model);
        return model;
    }

    // An entry whose product cannot be beyond the penalty's slope, by how far the model's probabilities are from the point's, has
    // the point's own product and that distance.
    double[] Products(IClassPoint point, NewtonState<double> state, double lambda)
    {
        var (columns, difference, distances) = (penalty.L1.Length, new double[rows.Stride], new double[rows.Outputs]);
        for (var k = 0; k < rows.Outputs; k++)
        {
            var own = residual.AsSpan(k * rows.Stride, rows.Stride);
            model.AsSpan(k * rows.Stride, rows.Stride).CopyTo(difference);
            difference.CopyTo(own);
            RowLoops.Add(-1, rows.Y.AsSpan(k * rows.Stride, rows.Stride), own);
            RowLoops.Multiply(rows.Shares, own, own);
            RowLoops.Add(-1, point.Means.AsSpan(k * rows.Stride, rows.Stride), difference);
            distances[k] = Math.Sqrt(RowLoops.Dot(rows.Shares, difference, difference));
        }
        for (var j = 0; j < columns; j++)
            for (var k = 0; k < rows.Outputs; k++)
            {
                var (e, own) = (k * columns + j, state.G[k * rows.Width + j]);
                var reach = rows.Norms[j] * distances[k] + point.Reach(k * rows.Width + j);
                var isSafe = !penalty.IsBounded && Math.Abs(own) + reach <= Safe * lambda * penalty.L1[j];
                (products[e], reaches[e]) = isSafe ? (own, reach) : (rows.Product(k * rows.Width + j, residual), 0);
            }
        return products;
    }

    // By how much the own products may be off.
    void Reaches(IClassPoint point)
    {
        var columns = penalty.L1.Length;
        for (var e = 0; e < reaches.Length; e++) reaches[e] = point.Reach(e / columns * rows.Width + e % columns);
    }

    // To outputs × columns, without the biases.
    void Read(double[] from, double[] to)
    {
        var columns = penalty.L1.Length;
        for (var k = 0; k < rows.Outputs; k++) from.AsSpan(k * rows.Width, columns).CopyTo(to.AsSpan(k * columns));
    }
}
