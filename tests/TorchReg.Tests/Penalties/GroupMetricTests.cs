namespace TorchReg.Tests.Penalties;

/// <summary>The prox of a group's norm under a step size per element, held by its own equation with a bisected root.</summary>
public sealed class GroupMetricTests : ScopedTests
{
    // vᵢ = wᵢρ/(ρ + λtᵢ) where Σ (wᵢ/(ρ + λtᵢ))² = 1.
    static double[] Expected(double[] w, double[] a)
    {
        double Norm(double rho) => w.Zip(a, (x, y) => x / (rho + y)).Sum(q => q * q);
        if (w.Zip(a, (x, y) => x / y).Sum(q => q * q) <= 1) return new double[w.Length];
        var (low, high) = (0.0, 2 * Math.Sqrt(w.Sum(x => x * x)));
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            if (Norm(middle) > 1) low = middle;
            else high = middle;
        }
        return [.. w.Zip(a, (x, y) => x * low / (low + y))];
    }

    // A group of all weights out of a feature, or of columns by a list.
    static double[] Moved(double[] w, double[] a, double lambda, ScalarType type, bool isByList)
    {
        long[] shape = isByList ? [1, w.Length] : [w.Length, 1];
        using var moved = tensor(w).to(type).reshape(shape);
        var penalty = isByList ? new GroupLasso(lambda, new ColumnGroups(new int[w.Length], [1])) : new GroupLasso(lambda);
        penalty.MetricProx(moved, tensor(a).to(type).reshape(shape) / lambda);
        return [.. moved.to(ScalarType.Float64).data<double>()];
    }

    static void HoldsFor(Random random, Func<int, (double[] W, double[] A)> draw, ScalarType type, bool isByList)
    {
        for (var trial = 0; trial < 60; trial++)
        {
            var (w, a) = draw(random.Next(2, 40));
            foreach (var (value, expected) in Moved(w, a, 0.5, type, isByList).Zip(Expected(w, a)))
                Assert.Equal(expected, value, (type == ScalarType.Float32 ? 1e-4 : 1e-8) * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Theory, InlineData(ScalarType.Float32, false), InlineData(ScalarType.Float64, false)]
    [InlineData(ScalarType.Float32, true), InlineData(ScalarType.Float64, true)]
    public void Elements_that_are_next_to_nothing_beside_their_step_leave_a_number(ScalarType type, bool isByList)
    {
        var random = new Random(4);
        HoldsFor(random, size =>
        {
            // No element alone has the norm, all together do; the smallest threshold is that of the smallest element.
            double[] a = [.. Enumerable.Range(0, size).Select(i => i == 0 ? 0.01 : random.NextDouble() + 0.5)];
            return ([.. a.Select((y, i) => i == 0
                ? Math.Pow(10, -random.Next(3, 30)) : (random.Next(2) * 2 - 1) * y * (0.4 + 0.6 * random.NextDouble()))], a);
        }, type, isByList);
    }

    [Theory, InlineData(ScalarType.Float32, false), InlineData(ScalarType.Float64, false)]
    [InlineData(ScalarType.Float32, true), InlineData(ScalarType.Float64, true)]
    public void Elements_of_any_size_beside_their_step_solve_the_proxs_equation(ScalarType type, bool isByList)
    {
        var random = new Random(5);
        HoldsFor(random, size =>
        {
            // Where bounds have been at work before, most are 0, or all but one.
            var (zeros, one) = (random.Next(3), random.Next(size));
            double[] a = [.. Enumerable.Range(0, size).Select(_ => Math.Pow(10, random.NextDouble() * 3 - 2))];
            return ([.. a.Select((y, i) => (zeros == 2 && i != one) || (zeros == 1 && random.Next(4) > 0)
                ? 0 : (random.NextDouble() - 0.5) * y * Math.Pow(10, random.NextDouble() * 2 - 1))], a);
        }, type, isByList);
    }
}
