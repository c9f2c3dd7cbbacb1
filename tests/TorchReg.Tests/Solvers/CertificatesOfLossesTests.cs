namespace TorchReg.Tests.Solvers;

// Agreement of two ways: what a fit says of itself, and the raw coefficients in plain arithmetic.
[Trait("Speed", "Slow")]
public class CertificatesOfLossesTests
{
    const double Lambda = 0.05;

    static readonly double[] weights = [.. Enumerable.Range(0, PlainLoss.Rows).Select(i => i % 5 == 4 ? 0 : 1.0 + i % 3)];
    static readonly double[] offsets = [.. Enumerable.Range(0, PlainLoss.Rows).Select(i => 0.4 * Math.Sin(2.0 * i))];

    public static TheoryData<string, double, bool, bool, bool> Problems()
    {
        var all = new TheoryData<string, double, bool, bool, bool>();
        foreach (var name in PlainLoss.All.Keys)
            foreach (var ratio in new[] { 1, 0.5, 0 })
                for (var bits = 0; bits < 8; bits++) all.Add(name, ratio, (bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0);
        return all;
    }

    [Theory, MemberData(nameof(Problems))]
    public void A_certificate_is_true_of_the_raw_coefficients(
        string name, double ratio, bool weighted, bool offset, bool standardized)
    {
        var plain = PlainLoss.All[name];
        using var data = new Dataset(
            tensor([.. Enumerable.Range(0, PlainLoss.Rows * PlainLoss.Columns).Select(
                e => PlainLoss.X(e / PlainLoss.Columns, e % PlainLoss.Columns))], [PlainLoss.Rows, PlainLoss.Columns]),
            plain.Targets.clone(), weighted ? tensor(weights) : null);
        var problem = new LinearProblem(data, plain.Loss) { L1Ratio = ratio, Standardize = standardized };
        var outputs = problem.Fit(1, new() { GapTolerance = 0.1, DistanceTolerance = 0.1 }).Weight.shape[0];
        if (offset)
            problem = problem with
            {
                Offsets = tensor(
                    [.. offsets.SelectMany(o => Enumerable.Range(0, (int)outputs).Select(k => o * (k + 1)))],
                    [PlainLoss.Rows, outputs]),
            };
        var own = new PlainObjective(plain, ratio, weighted ? weights : null, offset ? offsets : null, standardized);
        // A start far from the optimum, a rough fit and an exact one.
        var (rough, exact) = (problem.Fit(Lambda, new() { GapTolerance = 0.03, DistanceTolerance = 0.03 }),
            problem.Fit(Lambda, new() { GapTolerance = 1e-13, DistanceTolerance = 1e-10 }));
        Assert.True(exact.Converged, exact.ToString());
        var optimum = own.Of(exact, Lambda);
        foreach (var fit in new[] { rough, exact })
        {
            Assert.Equal(own.Of(fit, Lambda), fit.Certificate.Objective, 9);
            Assert.Equal(own.Distance(fit, Lambda), fit.Certificate.Distance, 5);
            Assert.True(fit.Certificate.Gap >= 0.99 * (own.Of(fit, Lambda) - optimum) - 1e-12, $"{fit} of {optimum:R}");
        }
        Assert.InRange(own.Distance(exact, Lambda), 0, 1e-5);
        Assert.InRange(exact.Certificate.Gap!.Value, 0, 1e-8 * (1 + Math.Abs(optimum)));
        Assert.True(exact.Weight.abs().max().ToDouble() > 0.01);
    }
}

/// <summary>J of raw coefficients, and the distance to its optimality by central differences, in plain arithmetic.</summary>
sealed class PlainObjective(PlainLoss plain, double ratio, double[]? weights, double[]? offsets, bool standardized)
{
    readonly double[] shares = [.. (weights ?? [.. Enumerable.Repeat(1.0, PlainLoss.Rows)]).Select(
        w => w / (weights?.Sum() ?? PlainLoss.Rows))];

    double Unit(int j)
    {
        if (!standardized) return 1;
        var mean = Enumerable.Range(0, PlainLoss.Rows).Sum(i => shares[i] * PlainLoss.X(i, j));
        return Math.Sqrt(Enumerable.Range(0, PlainLoss.Rows).Sum(i => shares[i] * Math.Pow(PlainLoss.X(i, j) - mean, 2)));
    }

    double Loss(double[,] w, double[] b) => plain.Value([.. Enumerable.Range(0, PlainLoss.Rows).Select(i =>
        Enumerable.Range(0, b.Length).Select(k => b[k] + (offsets?[i] ?? 0) * (k + 1)
            + Enumerable.Range(0, PlainLoss.Columns).Sum(j => w[k, j] * PlainLoss.X(i, j))).ToArray())], shares);

    static (double[,] W, double[] B) Coefficients(LinearFit fit)
    {
        var (w, b) = (new double[fit.Weight.shape[0], PlainLoss.Columns], fit.Bias.data<double>().ToArray());
        for (var k = 0; k < b.Length; k++)
            for (var j = 0; j < PlainLoss.Columns; j++) w[k, j] = fit.Weight[k, j].ToDouble();
        return (w, b);
    }

    internal double Of(LinearFit fit, double lambda)
    {
        var (w, b) = Coefficients(fit);
        var penalty = 0.0;
        for (var k = 0; k < b.Length; k++)
            for (var j = 0; j < PlainLoss.Columns; j++)
                penalty += ratio * Math.Abs(w[k, j] * Unit(j)) + (1 - ratio) / 2 * Math.Pow(w[k, j] * Unit(j), 2);
        return Loss(w, b) + lambda * penalty;
    }

    internal double Distance(LinearFit fit, double lambda)
    {
        const double Step = 1e-6;
        var (w, b) = Coefficients(fit);
        var largest = 0.0;
        for (var k = 0; k < b.Length; k++)
        {
            for (var j = 0; j < PlainLoss.Columns; j++)
            {
                var (at, unit) = (w[k, j], Unit(j));
                w[k, j] = at + Step;
                var up = Loss(w, b);
                w[k, j] = at - Step;
                var smooth = (up - Loss(w, b)) / (2 * Step) + lambda * (1 - ratio) * at * unit * unit;
                w[k, j] = at;
                var kink = lambda * ratio * unit;
                largest = Math.Max(largest, at == 0 ? Math.Abs(smooth) - kink : Math.Abs(smooth + kink * Math.Sign(at)));
            }
            var bias = b[k];
            b[k] = bias + Step;
            var above = Loss(w, b);
            b[k] = bias - Step;
            largest = Math.Max(largest, Math.Abs(above - Loss(w, b)) / (2 * Step));
            b[k] = bias;
        }
        return largest;
    }
}
