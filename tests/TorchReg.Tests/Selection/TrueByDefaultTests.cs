using System.Globalization;

namespace TorchReg.Tests.Selection;

// Agreement: what the default tolerances choose is what the optimum does, on columns of any scale; and certificates are true.
[Trait("Speed", "Slow")]
public class TrueByDefaultTests
{
    static readonly SolverOptions exact = new() { GapTolerance = 1e-12, DistanceTolerance = 1e-11 };

    static double[][] Rows(string name) => [.. File
        .ReadLines(Path.Combine(Repository.Root, "tests", "TorchReg.Tests", "Selection", "Data", name + ".csv"))
        .Select(line => line.Split(',').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray())];

    static Dataset Load(string name, bool isStandardized, bool isRegression = false)
    {
        var rows = Rows(name);
        // A regression is of the first column on the others.
        var columns = rows[0].Length - 1;
        var (from, count) = isRegression ? (1, columns - 1) : (0, columns);
        var x = tensor([.. rows.SelectMany(row => row[from..(from + count)])], [rows.Length, count]);
        if (isStandardized) x = (x - x.mean([0L])) / x.std([0L], unbiased: false);
        if (isRegression) return new(x, tensor([.. rows.Select(row => row[0])]).unsqueeze(1));
        var least = rows.Min(row => row[^1]);
        return new(x, tensor([.. rows.Select(row => (long)(row[^1] - least))]));
    }

    static Loss LossOf(string name, bool isRegression) =>
        isRegression ? Losses.HalfSquaredError : name is "wine" or "iris" ? Losses.CrossEntropy : Losses.BinaryCrossEntropy;

    public static TheoryData<string, bool, double, bool> Cases()
    {
        var cases = new TheoryData<string, bool, double, bool>();
        foreach (var name in new[] { "wine", "iris", "pima", "sonar" })
            foreach (var isStandardized in new[] { false, true })
            {
                if (name != "sonar" || !isStandardized) cases.Add(name, isStandardized, 1, false);
                if (name is "wine" or "pima") cases.Add(name, isStandardized, 0.5, false);
            }
        cases.Add("wine", false, 1, true);
        cases.Add("wine", true, 1, true);
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_defaults_choose_what_the_optimum_does(string name, bool isStandardized, double ratio, bool isRegression)
    {
        using var data = Load(name, isStandardized, isRegression);
        var problem = new LinearProblem(data, LossOf(name, isRegression)) { L1Ratio = ratio };
        var folds = Folds.Given([.. Enumerable.Range(0, (int)data.Rows).Select(i => i % 3)]);
        CrossValidation Choose(SolverOptions? solver) => CrossValidation.Of(
            problem, new() { Folds = folds, Threads = 1, Path = solver is null ? new() : new() { Solver = solver } });
        var (fast, truth) = (Choose(null), Choose(exact));
        Assert.True(fast.Path.Fits.Count >= truth.Path.Fits.Count, $"{fast.Path} instead of {truth.Path}");
        Assert.Equal(truth.Curve.LambdaMin, fast.Curve.LambdaMin, truth.Curve.LambdaMin * 1e-6);
        Assert.Equal(truth.Curve.LambdaOneStandardError, fast.Curve.LambdaOneStandardError,
            truth.Curve.LambdaOneStandardError * 1e-6);
        var optima = RegularizationPath.Fit(problem, new() { Lambdas = fast.Path.Lambdas, Solver = exact }).Fits;
        foreach (var (fit, best) in fast.Path.Fits.Zip(optima))
        {
            Assert.True(fit.Converged, fit.ToString());
            var (excess, gap) = (fit.Certificate.Objective - best.Certificate.Objective, fit.Certificate.Gap!.Value);
            Assert.InRange(excess, double.NegativeInfinity, gap + 1e-13);
            Assert.InRange(gap, 0, 1e-6 * fast.Path.NullLoss);
        }
        foreach (var certificate in fast.FoldCertificates.SelectMany(fold => fold))
            Assert.InRange(certificate.Gap!.Value, 0, 2e-6 * fast.Path.NullLoss);
    }

    // Loss and gradients by rows in plain arithmetic on the raw columns.
    static (double Loss, double[,] Gradient, double[] Slopes) At(double[][] rows, LinearFit fit, bool isLogistic)
    {
        var (outputs, columns) = ((int)fit.Weight.shape[0], (int)fit.Weight.shape[1]);
        var (w, b) = (fit.Weight.contiguous().data<double>().ToArray(), fit.Bias.data<double>().ToArray());
        var (loss, gradient, slopes, least) = (0.0, new double[outputs, columns], new double[outputs], rows.Min(row => row[^1]));
        foreach (var row in rows)
        {
            var z = Enumerable.Range(0, outputs).Select(
                k => b[k] + Enumerable.Range(0, columns).Sum(j => w[k * columns + j] * row[j])).ToArray();
            var y = (int)(row[^1] - least);
            // One logit is two of which the first is 0.
            double[] both = isLogistic ? [0, z[0]] : z;
            var most = both.Max();
            var sum = both.Sum(v => Math.Exp(v - most));
            loss += (most + Math.Log(sum) - both[y]) / rows.Length;
            for (var k = 0; k < outputs; k++)
            {
                var klass = isLogistic ? 1 : k;
                var residual = (Math.Exp(both[klass] - most) / sum - (y == klass ? 1 : 0)) / rows.Length;
                slopes[k] += residual;
                for (var j = 0; j < columns; j++) gradient[k, j] += residual * row[j];
            }
        }
        return (loss, gradient, slopes);
    }

    [Theory]
    [InlineData("wine", 0.01), InlineData("wine", 0.3), InlineData("pima", 0.01), InlineData("pima", 0.3)]
    public void A_certificate_is_that_of_the_raw_coefficients(string name, double share)
    {
        using var data = Load(name, isStandardized: false);
        var problem = new LinearProblem(data, LossOf(name, false));
        var lambda = share * RegularizationPath.Fit(problem, new() { Count = 2 }).LambdaMax;
        var fit = problem.Fit(lambda, new() { DistanceTolerance = 1e-4 });
        var (loss, gradient, slopes) = At(Rows(name), fit, name == "pima");
        var distance = slopes.Max(Math.Abs);
        for (var k = 0; k < gradient.GetLength(0); k++)
            for (var j = 0; j < gradient.GetLength(1); j++)
            {
                var w = fit.Weight[k, j].data<double>()[0];
                var own = w == 0 ? Math.Max(Math.Abs(gradient[k, j]) - lambda, 0)
                    : Math.Abs(gradient[k, j] + lambda * Math.Sign(w));
                distance = Math.Max(distance, own);
            }
        Assert.Equal(loss, fit.Certificate.Loss, 1e-10);
        Assert.Equal(loss + lambda * fit.Weight.abs().sum().data<double>()[0], fit.Certificate.Objective, 1e-10);
        // Sums of raw columns, whose numbers are in the hundreds, are known to about 1e-13.
        Assert.Equal(distance, fit.Certificate.Distance, distance * 0.01 + 1e-13);
        var best = problem.Fit(lambda, exact);
        Assert.InRange(fit.Certificate.Objective - best.Certificate.Objective, -1e-12, fit.Certificate.Gap!.Value * 1.01 + 1e-13);
    }
}
