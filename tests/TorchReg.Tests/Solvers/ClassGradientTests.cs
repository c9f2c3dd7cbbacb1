using TorchReg.Kernels;

namespace TorchReg.Tests.Solvers;

// Honesty: what stays of a gradient from earlier points is within what is said of it.
public class ClassGradientTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void An_entry_that_is_not_made_anew_is_within_its_reach_and_below_the_slope(bool hasIntercept)
    {
        const double Lambda = 0.15;
        var random = new Generator(5);
        var x = randn([53L, 40L], ScalarType.Float64, generator: random);
        var y = (x.narrow(1, 0, 3) + randn([53L, 3L], ScalarType.Float64, generator: random)).argmax(1);
        using var dense = new DenseProblem(new(new(x, y), Losses.CrossEntropy) { Intercept = hasIntercept });
        var rows = new ClassRows(dense, dense.Shares);
        var state = new NewtonState<double>(dense.Penalty.ByColumns!, rows.Outputs, hasIntercept);
        var gradient = new ClassGradient(rows, state);
        var (z, means, residuals) = (new double[3 * rows.Stride], new double[3 * rows.Stride], new double[3 * rows.Stride]);
        SoftmaxRows.Of(z, rows.Y, rows.Shares, means, residuals);
        gradient.MakeAll(means, residuals);
        var (seeds, kept, expected) = (new Random(6), 0, new double[state.G.Length]);
        for (var step = 0; step < 12; step++)
        {
            for (var e = 0; e < z.Length; e++) z[e] += 0.03 * (seeds.NextDouble() - 0.5);
            SoftmaxRows.Of(z, rows.Y, rows.Shares, means, residuals);
            gradient.Make(means, residuals, Lambda);
            rows.Products(residuals, expected);
            for (var e = 0; e < expected.Length; e++)
            {
                var (off, reach) = (Math.Abs(state.G[e] - expected[e]), gradient.Reach(e));
                Assert.InRange(off, 0, reach + 1e-14);
                if (reach > 0) Assert.InRange(Math.Abs(expected[e]), 0, 0.9 * Lambda * state.L1[e % rows.Width]);
                if (off > 1e-12) kept++;
            }
        }
        Assert.True(kept > 0);
    }

    [Fact]
    public void What_was_made_on_the_way_is_made_anew()
    {
        var random = new Generator(7);
        var x = randn([32L, 4L], ScalarType.Float64, generator: random);
        var y = x.narrow(1, 0, 2).argmax(1);
        using var dense = new DenseProblem(new(new(x, y), Losses.CrossEntropy));
        var rows = new ClassRows(dense, dense.Shares);
        var state = new NewtonState<double>(dense.Penalty.ByColumns!, 2, true);
        var gradient = new ClassGradient(rows, state);
        var (z, means, residuals) = (new double[2 * rows.Stride], new double[2 * rows.Stride], new double[2 * rows.Stride]);
        SoftmaxRows.Of(z, rows.Y, rows.Shares, means, residuals);
        gradient.MakeAll(means, residuals);
        state.G[1] = 0;
        gradient.Touch([1]);
        Assert.Equal(double.PositiveInfinity, gradient.Reach(1));
        gradient.Make(means, residuals, 1e6);
        Assert.Equal(rows.Product(1, residuals), state.G[1], 1e-14);
    }
}
