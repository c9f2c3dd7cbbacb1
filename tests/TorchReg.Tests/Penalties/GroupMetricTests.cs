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

    [Theory, InlineData(ScalarType.Float32), InlineData(ScalarType.Float64)]
    public void Elements_that_are_next_to_nothing_beside_their_step_leave_a_number(ScalarType type)
    {
        const double lambda = 0.5;
        var random = new Random(4);
        for (var trial = 0; trial < 200; trial++)
        {
            // No element alone has the norm, all together do; the smallest threshold is that of the smallest element.
            var size = random.Next(2, 40);
            double[] a = [.. Enumerable.Range(0, size).Select(i => i == 0 ? 0.01 : random.NextDouble() + 0.5)];
            double[] w = [.. a.Select((y, i) =>
                i == 0 ? Math.Pow(10, -random.Next(3, 30)) : (random.Next(2) * 2 - 1) * y * (0.4 + 0.6 * random.NextDouble()))];
            using var moved = tensor(w).to(type).reshape(size, 1);
            new GroupLasso(lambda, Groups.Features).MetricProx(moved, tensor(a).to(type).reshape(size, 1) / lambda);
            var expected = Expected(w, a);
            foreach (var (i, value) in moved.to(ScalarType.Float64).data<double>().ToArray().Index())
                Assert.Equal(expected[i], value, type == ScalarType.Float32 ? 1e-4 : 1e-8);
        }
    }
}
