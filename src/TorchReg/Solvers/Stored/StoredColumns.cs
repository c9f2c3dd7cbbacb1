using TorchReg.Data;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>The columns of features that are no tensor, and what is known of them.</summary>
/// <param name="Statistics">Under the problem's shares.</param>
/// <param name="IsShifted">Whether their means are subtracted as they are read.</param>
/// <param name="Design">The columns that vary, scaled.</param>
sealed record StoredColumns(ColumnStatistics Statistics, bool IsShifted, Func<ColumnScales, Design> Design)
{
    internal static StoredColumns Of(LinearProblem problem)
    {
        var data = problem.Data.Checked();
        return data.Stored switch
        {
            SparseFeatures sparse => Of(sparse.ToColumns(), Shares(data)),
            MappedFeatures { HasColumns: true, IsWhole: true } mapped => Of(mapped, Shares(data)),
            MappedFeatures { HasColumns: true } => throw new NotSupportedException(
                "A linear problem of a file of rows takes all its rows: leave out rows by weights of 0, or write those to be " +
                "fitted into a file of their own."),
            _ => throw new NotSupportedException(
                "The file of rows has no columns, one after the other, which a linear problem needs: write it withColumns."),
        };
    }

    internal ColumnScales Scales(LinearProblem problem) => new(problem, Statistics, IsShifted);

    static StoredColumns Of(SparseColumns columns, double[] shares)
    {
        var (mean, deviation, constant) = columns.Learn(shares);
        var largest = 0.0;
        for (var j = 0; j < deviation.Length; j++)
            foreach (var value in columns.Values.AsSpan(columns.Starts[j]..columns.Starts[j + 1]))
                largest = Math.Max(largest, Math.Abs(value) / deviation[j]);
        return new(new(mean, deviation, constant, largest), false,
            scales => new CompressedDesign(columns, scales.Kept, scales.Scale));
    }

    static StoredColumns Of(MappedFeatures mapped, double[] shares)
    {
        var (mean, deviation, constant) = mapped.Learn(shares);
        return new(new(mean, deviation, constant, Largest(shares)), true,
            scales => new MappedDesign(mapped, scales.Kept, scales.Mean, scales.Scale));
    }

    // |x − μ|/σ is 1/√(its share) at most.
    static double Largest(double[] shares) => 1 / Math.Sqrt(shares.Where(share => share > 0).Min());

    static double[] Shares(Dataset data)
    {
        using var scope = NewDisposeScope();
        var weights = data.Weights?.to(ScalarType.Float64) ?? ones(data.Rows, ScalarType.Float64);
        return HostMemory.Numbers(weights / weights.sum());
    }
}
