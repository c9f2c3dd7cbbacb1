using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Steps s and changes y of the data gradient, outputs × (coordinates and the bias), and −H g by them; the change of the whole
/// gradient is y + λs, but for the bias.
/// </summary>
/// <param name="squares">The data's curvature along each coordinate but for the loss's own, κ.</param>
/// <param name="hasBias">Whether the last entry moves.</param>
sealed class QuasiNewtonPairs(Tensor squares, bool hasBias) : IDisposable
{
    const int Most = 20;

    readonly List<(Tensor Step, Tensor Change)> pairs = [];

    internal void Add(Tensor step, Tensor change)
    {
        if (pairs.Count == Most)
        {
            pairs[0].Step.Dispose();
            pairs[0].Change.Dispose();
            pairs.RemoveAt(0);
        }
        pairs.Add((step.clone().DetachFromDisposeScope(), change.clone().DetachFromDisposeScope()));
    }

    internal Tensor Direction(Tensor gradient, double curvature, double lambda)
    {
        var ridge = full([squares.shape[0] + 1], Scalars.Of(lambda), ScalarType.Float64, squares.device);
        ridge.narrow(0, squares.shape[0], 1).zero_();
        var diagonal = Scalars.Of(1) / cat(
            [squares * Scalars.Of(curvature),
            full([1L], Scalars.Of(hasBias ? curvature : double.PositiveInfinity), ScalarType.Float64, squares.device)], 0).add(
            ridge, Scalars.One);
        var usable = new List<(Tensor S, Tensor Y, double Product)>();
        foreach (var (s, change) in pairs)
        {
            var y = change.add(s * ridge, Scalars.One);
            var product = (s * y).sum().ReadDouble();
            if (product > 1e-12 * Math.Sqrt(s.Squared().sum().ReadDouble() * y.Squared().sum().ReadDouble())) usable.Add(
                (s, y, product));
        }
        var d = gradient.clone();
        var shares = new double[usable.Count];
        for (var i = usable.Count - 1; i >= 0; i--)
        {
            shares[i] = (usable[i].S * d).sum().ReadDouble() / usable[i].Product;
            d.sub_(usable[i].Y * Scalars.Of(shares[i]));
        }
        var scale = usable.Count == 0 ? 1 : usable[^1].Product / (usable[^1].Y.Squared() * diagonal).sum().ReadDouble();
        d.mul_(diagonal).mul_(Scalars.Of(scale));
        for (var i = 0; i < usable.Count; i++)
            d.add_(usable[i].S * Scalars.Of(shares[i] - (usable[i].Y * d).sum().ReadDouble() / usable[i].Product), Scalars.One);
        return d.neg_();
    }

    public void Dispose()
    {
        foreach (var (step, change) in pairs)
        {
            step.Dispose();
            change.Dispose();
        }
    }
}
