using TorchReg.Tests.Solvers;

namespace TorchReg.Tests.Objectives;

// Laws: a loss in host memory against the same loss in plain arithmetic, its conjugate against Fenchel and Young.
public class RowLossTests
{
    static readonly Random random = new(5);

    static readonly double[] shares = [.. Enumerable.Range(0, PlainLoss.Rows).Select(i => i % 7 == 3 ? 0 : (1.0 + i % 3) / 70)];

    public static TheoryData<string> Names() =>
        [.. PlainLoss.All.Where(plain => plain.Value.Loss.Datafit!.OnHost([1], [1]) is not null).Select(plain => plain.Key)];

    static (RowLoss Loss, double[] Shares) Of(PlainLoss plain)
    {
        double[] q = [.. shares.Select(share => share / shares.Sum())];
        using var data = new TorchReg.Data.Dataset(ones(PlainLoss.Rows, 1, ScalarType.Float64), plain.Targets.clone(), tensor(q));
        var y = plain.Loss.Datafit!.Targets(data, true, 0);
        return (plain.Loss.Datafit.OnHost(y.reshape(-1).data<double>().ToArray(), q)!, q);
    }

    static double[] Point(double size) =>
        [.. Enumerable.Range(0, PlainLoss.Rows).Select(_ => size * (2 * random.NextDouble() - 1))];

    static double Plain(PlainLoss plain, double[] z, double[] q) => plain.Value([.. z.Select(v => new[] { v })], q);

    [Theory, MemberData(nameof(Names))]
    public void Value_and_gradient_are_the_plain_losss(string name)
    {
        var plain = PlainLoss.All[name];
        var (loss, q) = Of(plain);
        foreach (var size in new[] { 0.1, 2, 6 })
        {
            var (z, u) = (Point(size), new double[PlainLoss.Rows]);
            var value = loss.Gradient(z, u);
            Assert.Equal(Plain(plain, z, q), value, 10);
            Assert.Equal(value, loss.Value(z), 12);
            for (var i = 0; i < z.Length; i++)
            {
                double At(double by) => Plain(plain, [.. z.Select((v, row) => row == i ? v + by : v)], q);
                Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, u[i], 1e-6 * (1 + Math.Abs(u[i])));
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_conjugate_meets_the_gradient_and_bounds_every_other_point(string name)
    {
        var (loss, _) = Of(PlainLoss.All[name]);
        var (z, u) = (Point(1.5), new double[PlainLoss.Rows]);
        var value = loss.Gradient(z, u);
        Assert.Equal(z.Zip(u, (a, b) => a * b).Sum() - value, loss.Conjugate(u), 10);
        foreach (var scale in new[] { 0, 0.3, 0.95 })
        {
            double[] shorter = [.. u.Select(v => scale * v)];
            var conjugate = loss.Conjugate(shorter);
            Assert.True(double.IsFinite(conjugate));
            for (var trial = 0; trial < 20; trial++)
            {
                var other = Point(3);
                Assert.True(other.Zip(shorter, (a, b) => a * b).Sum() - loss.Value(other) <= conjugate + 1e-12);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Slope_and_curvature_along_a_shift_are_sums_over_rows(string name)
    {
        var (loss, _) = Of(PlainLoss.All[name]);
        foreach (var shift in new[] { 0, -0.7, 2.5 })
        {
            var z = Point(3);
            if (loss.AlongShift(z, shift) is not { } along) continue;
            double[] shifted = [.. z.Select(v => v + shift)];
            var (u, h) = (new double[z.Length], new double[z.Length]);
            loss.Gradient(shifted, u);
            loss.Curvature(shifted, h);
            Assert.Equal(u.Sum(), along.Slope, 1e-14 * (1 + h.Sum()));
            Assert.Equal(h.Sum(), along.Curvature, 1e-14 * (1 + h.Sum()));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_balanced_gradient_sums_to_0_and_stays_in_the_domain(string name)
    {
        var (loss, _) = Of(PlainLoss.All[name]);
        for (var trial = 0; trial < 5; trial++)
        {
            var (z, u) = (Point(1), new double[PlainLoss.Rows]);
            loss.Gradient(z, u);
            Assert.True(loss.Balance(u));
            Assert.InRange(Math.Abs(u.Sum()), 0, 1e-14);
            var conjugate = loss.Conjugate(u);
            for (var other = 0; other < 20; other++)
            {
                var at = Point(3);
                Assert.True(at.Zip(u, (a, b) => a * b).Sum() - loss.Value(at) <= conjugate + 1e-12);
            }
        }
    }
}
