using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Data;

// Products, chunk by chunk.
public sealed partial class MappedFeatures
{
    internal override Tensor Products(Tensor weight)
    {
        using var noGrad = no_grad();
        var z = empty([weight.shape[0], Rows], dtype: weight.dtype);
        foreach (var (start, rows) in Chunks())
        {
            using var scope = NewDisposeScope();
            z.narrow(1, start, rows.shape[0]).copy_(weight.detach().mm(rows.to(weight.dtype).t()));
        }
        return z;
    }

    internal override void WriteGradient(Tensor residual, Tensor gradient, bool accumulate)
    {
        if (!accumulate) gradient.zero_();
        foreach (var (start, rows) in Chunks())
        {
            using var scope = NewDisposeScope();
            gradient.add_(residual.narrow(1, start, rows.shape[0]).mm(rows.to(gradient.dtype)), Scalars.One);
        }
    }

    internal override (double[] Mean, double[] Scale, int[] Constant) Learn(ReadOnlySpan<double> shares)
    {
        var (p, own) = (Columns, shares.ToArray());
        var (mean, squares) = (new double[p], new double[p]);
        var (least, largest) = (Filled(double.PositiveInfinity), Filled(double.NegativeInfinity));
        ForEach(own, (share, row) =>
        {
            for (var j = 0; j < p; j++)
            {
                mean[j] += share * row[j];
                (least[j], largest[j]) = (Math.Min(least[j], row[j]), Math.Max(largest[j], row[j]));
            }
        });
        ForEach(own, (share, row) =>
        {
            for (var j = 0; j < p; j++) squares[j] += share * (row[j] - mean[j]) * (row[j] - mean[j]);
        });
        int[] constant = [.. Enumerable.Range(0, p).Where(j => least[j] == largest[j] || squares[j] == 0)];
        foreach (var j in constant) (mean[j], squares[j]) = (least[j], 1);
        return (mean, Array.ConvertAll(squares, Math.Sqrt), constant);
    }

    double[] Filled(double value)
    {
        var all = new double[Columns];
        all.AsSpan().Fill(value);
        return all;
    }

    delegate void OfRow(double share, ReadOnlySpan<double> row);

    // Rows that count.
    void ForEach(double[] shares, OfRow of)
    {
        foreach (var (start, rows) in Chunks())
        {
            using var numbers = rows.to(ScalarType.Float64);
            var all = HostMemory.Of<double>(numbers);
            for (var i = 0; i < rows.shape[0]; i++)
                if (shares[start + i] > 0) of(shares[start + i], all.Slice(i * Columns, Columns));
        }
    }
}
