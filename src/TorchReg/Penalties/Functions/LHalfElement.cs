namespace TorchReg.Penalties;

/// <summary><see cref="LHalf"/> of one weight.</summary>
sealed class LHalfElement(double lambda) : ElementPenalty
{
    internal override double Value(double x) => lambda * Math.Sqrt(x);

    internal override double Slope(double x) => lambda / (2 * Math.Sqrt(x));

    internal override double Kink => lambda > 0 ? double.PositiveInfinity : 0;

    internal override double Threshold(double t) => 1.5 * Math.Pow(t * lambda, 2.0 / 3);

    internal override double StepOf(double x) => Math.Pow(x / 1.5, 1.5) / lambda;

    internal override double Prox(double x, double t)
    {
        if (x <= Threshold(t)) return 0;
        var cosine = t * lambda / 4 * Math.Pow(x / 3, -1.5);
        return 2.0 / 3 * x * (1 + Math.Cos(2.0 / 3 * (Math.PI - Math.Acos(Math.Min(cosine, 1)))));
    }
}
