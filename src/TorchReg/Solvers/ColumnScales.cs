using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// The columns of a problem that vary, x̃ = (x − m)/s, of length 1 whatever their units: what a column's weight pays is scaled
/// with it.
/// </summary>
sealed class ColumnScales
{
    /// <param name="problem">The problem.</param>
    /// <param name="statistics">Of all its columns.</param>
    /// <param name="isShifted">
    /// Whether a mean is subtracted from columns in memory; sparse columns are divided only, m = 0, and solvers centre them
    /// implicitly.
    /// </param>
    internal ColumnScales(LinearProblem problem, ColumnStatistics statistics, bool isShifted)
    {
        (All, Largest) = (statistics.Mean.Length, statistics.Largest);
        // Without an intercept one that is not 0 is a column like any other, unless deviations are what weights are measured by.
        Constant = problem.Intercept || problem.Standardize ? statistics.Constant
            : Array.FindAll(statistics.Constant, j => statistics.Mean[j] == 0);
        Kept = Constant.Length == 0 ? [.. Enumerable.Range(0, All)] : [.. Enumerable.Range(0, All).Except(Constant)];
        var still = statistics.Constant.ToHashSet();
        Deviation = [.. Kept.Select(j => still.Contains(j) ? 0 : statistics.Deviation[j])];
        var mean = At(statistics.Mean);
        Mean = problem.Intercept && isShifted ? mean : new double[Kept.Length];
        var isRaw = problem is { Standardize: false, Penalty: { Shrinkage: null } own } && !WholePenalty.CanBeScaled(own);
        Scale = isRaw ? [.. Kept.Select(_ => 1.0)] : problem.Intercept ? Deviation
            : [.. Deviation.Zip(mean, double.Hypot)];
    }

    /// <summary>How many columns the data has.</summary>
    internal int All { get; }

    /// <summary>Those that vary, and those that do not.</summary>
    internal int[] Kept { get; }

    internal int[] Constant { get; }

    /// <summary>m, s and the deviation of each kept column.</summary>
    internal double[] Mean { get; }

    internal double[] Scale { get; }

    internal double[] Deviation { get; }

    /// <summary>The largest number in the scaled columns.</summary>
    internal double Largest { get; }

    /// <summary>What a weight on the raw scale is multiplied by where it is penalized, in units of the scale.</summary>
    internal IEnumerable<double> Units(bool isStandardized) =>
        Scale.Zip(Deviation, (own, deviation) => (isStandardized ? deviation : 1) / own);

    /// <summary>Coefficients on the raw scale: those that are not 0, by their place in outputs × all, and the biases.</summary>
    internal (FewWeights Weight, double[] Bias) Raw(FewWeights weight, ReadOnlySpan<double> bias, double[] middle)
    {
        var (places, values, shifted) = (new int[weight.Count], new double[weight.Count], bias.ToArray());
        for (var k = 0; k < shifted.Length; k++) shifted[k] += middle[k];
        for (var i = 0; i < places.Length; i++)
        {
            var (k, j) = Math.DivRem(weight.Places[i], Kept.Length);
            (places[i], values[i]) = (k * All + Kept[j], weight.Values[i] / Scale[j]);
            shifted[k] -= values[i] * Mean[j];
        }
        return (new(places, values), shifted);
    }

    /// <summary>factor·x̃ of a row of all columns, whose numbers are moved together on the way.</summary>
    /// <param name="row">x.</param>
    /// <param name="inverse">1/s.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="to">The kept columns', at least as long.</param>
    internal void Fill(Span<double> row, double[] inverse, double factor, Span<double> to)
    {
        if (Kept.Length < row.Length) for (var j = 0; j < Kept.Length; j++) row[j] = row[Kept[j]];
        RowLoops.Scale(row[..Kept.Length], Mean, inverse, factor, to);
    }

    double[] At(double[] numbers) => [.. Kept.Select(j => numbers[j])];
}
