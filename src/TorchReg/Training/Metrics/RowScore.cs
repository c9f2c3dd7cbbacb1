namespace TorchReg.Training;

/// <summary>A metric of rows by how much each counts, so that a bootstrap sample is another count of them.</summary>
abstract class RowScore(Metric metric)
{
    internal Metric Metric => metric;

    /// <summary>Passes over the rows that one value takes, roughly.</summary>
    internal virtual double Cost => 1;

    /// <summary>Its value where row i counts c[i], 0 or more.</summary>
    internal abstract double Of(ReadOnlySpan<double> c);
}

/// <summary>Σ cᵢaᵢ/Σ cᵢbᵢ, or its square root: means over rows.</summary>
/// <param name="metric">Of what.</param>
/// <param name="above">a, n.</param>
/// <param name="below">b, n; 1 where null.</param>
sealed class MeanScore(Metric metric, double[] above, double[]? below = null) : RowScore(metric)
{
    internal override double Of(ReadOnlySpan<double> c)
    {
        var (sum, weight) = (0.0, 0.0);
        for (var i = 0; i < c.Length; i++)
        {
            sum += c[i] * above[i];
            weight += c[i] * (below is null ? 1 : below[i]);
        }
        return sum / weight;
    }
}

/// <summary>√(Σ cᵢeᵢ²/Σ cᵢ) of each output, averaged: scikit-learn's root_mean_squared_error.</summary>
/// <param name="errors">e², outputs × n.</param>
sealed class RootMeanSquare(double[][] errors) : RowScore(Metric.RootMeanSquaredError)
{
    readonly MeanScore[] outputs = Array.ConvertAll(errors, e => new MeanScore(Metric.RootMeanSquaredError, e));

    internal override double Cost => outputs.Length;

    internal override double Of(ReadOnlySpan<double> c)
    {
        var sum = 0.0;
        foreach (var output in outputs) sum += Math.Sqrt(output.Of(c));
        return sum / outputs.Length;
    }
}

/// <summary>R² of each output that varies, averaged, as <see cref="OutputSums"/> has it.</summary>
/// <param name="errors">(ŷ − y)², outputs × n.</param>
/// <param name="y">Targets, outputs × n.</param>
sealed class Determination(double[][] errors, double[][] y) : RowScore(Metric.RSquared)
{
    internal override double Cost => 2 * errors.Length;

    internal override double Of(ReadOnlySpan<double> c)
    {
        var (total, varying) = (0.0, 0);
        for (var k = 0; k < y.Length; k++)
        {
            // Squares of numbers far from 0 have no digits left for their differences.
            var shift = y[k][0];
            var (error, sum, squares, weight) = (0.0, 0.0, 0.0, 0.0);
            for (var i = 0; i < c.Length; i++)
            {
                var from = y[k][i] - shift;
                error += c[i] * errors[k][i];
                sum += c[i] * from;
                squares += c[i] * from * from;
                weight += c[i];
            }
            var spread = squares - sum * sum / weight;
            if (!(spread > 0)) continue;
            total += 1 - error / spread;
            varying++;
        }
        return varying > 0 ? total / varying : double.NaN;
    }
}

/// <summary>D² = 1 − deviance/deviance of the mean, of losses linear in the target; NaN where targets do not vary.</summary>
/// <param name="loss">ℓ of each row.</param>
/// <param name="least">The least ℓ of each row.</param>
/// <param name="y">Targets.</param>
/// <param name="ofMean">ℓ of rows whose prediction is their mean, the least sum over equal predictions.</param>
sealed class DevianceShare(double[] loss, double[] least, double[] y, Func<double, double> ofMean)
    : RowScore(Metric.ExplainedDeviance)
{
    internal override double Of(ReadOnlySpan<double> c)
    {
        var (all, saturated, sum, weight) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < c.Length; i++)
        {
            all += c[i] * loss[i];
            saturated += c[i] * least[i];
            sum += c[i] * y[i];
            weight += c[i];
        }
        var of = ofMean(sum / weight) - saturated / weight;
        return of > 0 ? 1 - (all - saturated) / weight / of : double.NaN;
    }
}

/// <summary><see cref="Concordance"/> of risks, times and events.</summary>
sealed class ConcordanceScore(double[] z, double[] times, double[] events) : RowScore(Metric.Concordance)
{
    internal override double Cost => 40;

    internal override double Of(ReadOnlySpan<double> c)
    {
        var (right, pairs) = Concordance.Of(z, times, events, c.ToArray());
        return right / pairs;
    }
}
