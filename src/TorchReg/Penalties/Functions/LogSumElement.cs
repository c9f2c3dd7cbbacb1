namespace TorchReg.Penalties;

/// <summary><see cref="LogSum"/> of one weight.</summary>
sealed class LogSumElement(double lambda, double epsilon) : ElementPenalty
{
    internal override double Value(double x) => lambda * double.LogP1(x / epsilon);

    internal override double Slope(double x) => lambda / (epsilon + x);

    internal override double Kink => lambda / epsilon;

    internal override double Prox(double x, double t)
    {
        var (sum, weight) = (x + epsilon, t * lambda);
        var under = sum * sum - 4 * weight;
        if (under < 0) return 0;
        // x − v = 2tλ/(x + ε + √…): without the difference of two large numbers.
        var root = Math.Max(x - 2 * weight / (sum + Math.Sqrt(under)), 0);
        return (root - x) * (root - x) / 2 + t * Value(root) < x * x / 2 ? root : 0;
    }
}
