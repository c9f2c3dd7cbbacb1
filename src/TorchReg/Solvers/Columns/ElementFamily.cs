using TorchReg.Penalties;

namespace TorchReg.Solvers;

/// <summary>Penalties Σ cⱼp(|uⱼwⱼ|) without convexity, as MCP, by columns.</summary>
/// <param name="at">p of a λ, and a factor on it where that is not in p.</param>
/// <param name="factors">c, a number for each column.</param>
/// <param name="units">u, what a column's weight is multiplied by where it is penalized.</param>
/// <param name="curvature">That of the loss, about: what a step from 0 looks as far as.</param>
sealed class ElementFamily(
    Func<double, (ElementPenalty Element, double Factor)> at, double[] factors, double[] units, double curvature)
    : CoordinateFamily
{
    // A leap is not to be taken by rounding.
    const double Above = 1 + 1e-9;

    internal override bool IsConvex => false;

    internal override int Free { get; } = factors.Count(factor => factor == 0);

    internal override bool IsFree(double lambda) => lambda == 0 || Free > 0;

    internal override ElementByColumn At(double lambda)
    {
        var (element, factor) = at(lambda);
        return new(element, factor == 1 ? factors : Array.ConvertAll(factors, own => own * factor), units, curvature);
    }

    /// <summary>
    /// From slopes, where p has a kink at 0: p′(0) is proportional to λ. Else the least λ from which a step of the curvature
    /// stays at 0.
    /// </summary>
    internal override double LambdaMax(ReadOnlySpan<double> products)
    {
        var ((element, factor), largest) = (at(1), 0.0);
        for (var j = 0; j < products.Length; j++)
        {
            if (factors[j] == 0 || units[j] == 0 || products[j] == 0) continue;
            var (weight, size) = (factors[j] * factor, Math.Abs(products[j]));
            var least = double.IsFinite(element.Kink) ? size / (units[j] * element.Kink * weight)
                : element.StepOf(units[j] * size / curvature) * curvature * Above / (units[j] * units[j] * weight);
            largest = Math.Max(largest, least);
        }
        return largest;
    }
}
