using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// Steps s and changes c of the data gradient, outputs × (coordinates and the bias) in host memory, and −H g by them; the change
/// of the whole gradient is y = c + λs, but for the bias.
/// </summary>
/// <param name="squares">The data's curvature along each coordinate but for the loss's own, κ.</param>
/// <param name="hasBias">Whether the last entry moves.</param>
sealed class QuasiNewtonPairs(double[] squares, bool hasBias)
{
    const int Most = 20;

    readonly List<Pair> pairs = [];
    double[] diagonal = [], y = [];

    internal void Add(double[] step, double[] change)
    {
        if (pairs.Count == Most) pairs.RemoveAt(0);
        var ridged = (double[])step.Clone();
        for (var i = squares.Length; i < ridged.Length; i += squares.Length + 1) ridged[i] = 0;
        pairs.Add(new(step, ridged, change, RowLoops.Dot(step, step), RowLoops.Dot(step, change), RowLoops.Dot(ridged, ridged),
            RowLoops.Dot(ridged, change), RowLoops.Dot(change, change)));
    }

    /// <summary>−H g.</summary>
    /// <param name="gradient">g, outputs × (coordinates and the bias).</param>
    /// <param name="curvature">κ.</param>
    /// <param name="lambda">λ.</param>
    internal double[] Direction(double[] gradient, double curvature, double lambda)
    {
        Fill(gradient.Length, curvature, lambda);
        var (d, usable) = ((double[])gradient.Clone(), pairs.FindAll(pair => pair.IsUsable(lambda)));
        var shares = new double[usable.Count];
        for (var i = usable.Count - 1; i >= 0; i--)
        {
            shares[i] = RowLoops.Dot(usable[i].Step, d) / usable[i].Product(lambda);
            RowLoops.Add(-shares[i], usable[i].Change, d);
            RowLoops.Add(-shares[i] * lambda, usable[i].Ridged, d);
        }
        RowLoops.Multiply(diagonal, d, d);
        if (usable.Count > 0) Scale(usable[^1], lambda, d);
        for (var i = 0; i < usable.Count; i++)
        {
            var product = RowLoops.Dot(usable[i].Change, d) + lambda * RowLoops.Dot(usable[i].Ridged, d);
            RowLoops.Add(shares[i] - product / usable[i].Product(lambda), usable[i].Step, d);
        }
        foreach (ref var number in d.AsSpan()) number = -number;
        return d;
    }

    // 1/(κs² + λ), and 1/κ for the bias.
    void Fill(int length, double curvature, double lambda)
    {
        if (diagonal.Length != length) (diagonal, y) = (new double[length], new double[length]);
        for (int i = 0, j = 0; i < length; i++, j = j == squares.Length ? 0 : j + 1)
            diagonal[i] = j < squares.Length ? 1 / (squares[j] * curvature + lambda) : hasBias ? 1 / curvature : 0;
    }

    void Scale(Pair last, double lambda, double[] d)
    {
        last.Change.CopyTo(y, 0);
        RowLoops.Add(lambda, last.Ridged, y);
        var scale = last.Product(lambda) / RowLoops.Dot(diagonal, y, y);
        foreach (ref var number in d.AsSpan()) number *= scale;
    }

    sealed record Pair(
        double[] Step, double[] Ridged, double[] Change, double StepSquared, double Both, double RidgedSquared, double RidgedBoth,
        double ChangeSquared)
    {
        // sᵀy.
        internal double Product(double lambda) => Both + lambda * RidgedSquared;

        internal bool IsUsable(double lambda) => Product(lambda) > 1e-12 * Math.Sqrt(
            StepSquared * (ChangeSquared + 2 * lambda * RidgedBoth + lambda * lambda * RidgedSquared));
    }
}
