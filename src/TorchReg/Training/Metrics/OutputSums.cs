using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// R² = 1 − Σ cᵢ(yᵢ − ŷᵢ)²/Σ cᵢ(yᵢ − ȳ)² of each output, averaged over the outputs that vary: scikit-learn's uniform average. NaN
/// where none varies.
/// </summary>
sealed class OutputSums
{
    // Squares of large numbers leave no digits for their differences: all sums are of y less the first row's.
    readonly double[] shift, error, sum, squares;

    internal OutputSums(Tensor firstRow)
    {
        shift = Numbers(firstRow);
        (error, sum, squares) = (new double[shift.Length], new double[shift.Length], new double[shift.Length]);
    }

    /// <summary>Adds rows, n × outputs in float64, each counting c.</summary>
    internal void Add(Tensor prediction, Tensor y, Tensor c)
    {
        var row = c.unsqueeze(1);
        var from = y - tensor(shift, device: y.device);
        Add(error, (prediction - y).Squared() * row);
        Add(sum, from * row);
        Add(squares, from.Squared() * row);
    }

    internal double RSquared(double weight) => RSquared(weight, error);

    /// <summary>The same of other predictions of the rows that were added.</summary>
    internal double RSquared(double weight, ReadOnlySpan<double> errors)
    {
        var (total, varying) = (0.0, 0);
        for (var k = 0; k < shift.Length; k++)
        {
            var spread = squares[k] - sum[k] * sum[k] / weight;
            if (!(spread > 0)) continue;
            total += 1 - errors[k] / spread;
            varying++;
        }
        return varying > 0 ? total / varying : double.NaN;
    }

    static void Add(double[] to, Tensor rows)
    {
        var sums = Numbers(rows.sum([0L]));
        for (var k = 0; k < to.Length; k++) to[k] += sums[k];
    }

    static double[] Numbers(Tensor t) => t.cpu().contiguous().data<double>().ToArray();
}
