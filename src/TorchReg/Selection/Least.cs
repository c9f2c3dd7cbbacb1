namespace TorchReg.Selection;

/// <summary>The first of the least: where values are sums in another order, equal ones differ in their last bits.</summary>
static class Least
{
    const double Rounding = 1e-12;

    /// <summary>
    /// The first index, at the largest λ, whose value is the least but for rounding; −1 where none is a number.
    /// </summary>
    internal static int Index(double[] values)
    {
        var least = values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Min();
        return Array.FindIndex(values, value => value <= least + (double.IsFinite(least) ? Rounding * Math.Abs(least) : 0));
    }
}
