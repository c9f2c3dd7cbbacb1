using TorchReg.Tests.Dialects;

namespace TorchReg.Tests.Selection;

/// <summary>
/// What glmnet 4.1-6 (thresh 10⁻²⁰) gives for the sines problem with each of its options. Rows are intercept, w0 … w3.
/// </summary>
public class GlmnetOptionTests
{
    static readonly SolverOptions exact = new() { GapTolerance = 1e-14, DistanceTolerance = 1e-11 };
    static readonly double[] y = Sines.Y.data<double>().ToArray();

    static Tensor Weights() => tensor(Enumerable.Range(0, Sines.Rows).Select(i => 1.0 + i % 3).ToArray());

    static Tensor Offset() => tensor(Enumerable.Range(0, Sines.Rows).Select(i => 0.2 * Math.Cos(i)).ToArray());

    static LinearProblem Numbers(Tensor? weights = null) =>
        new(new(Sines.X.clone(), Sines.Y.clone(), weights), Losses.HalfSquaredError);

    static LinearProblem Binary(Tensor? weights = null) =>
        new(new(Sines.X.clone(), tensor(y.Select(v => v > 0.2 ? 1L : 0).ToArray()), weights), Losses.BinaryCrossEntropy);

    static LinearProblem Classes(Tensor? weights = null) =>
        new(new(Sines.X.clone(), tensor(Enumerable.Range(0, Sines.Rows).Select(i => 7L * i % 3).ToArray()), weights),
            Losses.CrossEntropy);

    static double[] Bounds(double bound) => [bound, bound, bound, bound];

    static void Check(LinearProblem problem, double lambda, double[][] expected)
    {
        foreach (var method in new[] { SolverMethod.Auto, SolverMethod.Fista })
        {
            var fit = problem.Fit(lambda, exact with { Method = method });
            Assert.True(fit.Converged, fit.ToString());
            var rows = cat([fit.Bias.unsqueeze(1), fit.Weight], 1);
            for (var k = 0; k < expected.Length; k++)
                Assert.All(expected[k].Zip(rows[k].data<double>().ToArray()), pair =>
                    Assert.Equal(pair.First, pair.Second, 2e-7));
            Assert.Equal(expected.Sum(row => row.Skip(1).Count(v => v != 0)), fit.NonZeros);
        }
    }

    [Fact, Trait("Speed", "Slow")]
    public void Regression_with_each_option()
    {
        Check(Numbers() with { Standardize = true }, 0.1, [[0.3288612121, 1.3424881713, -1.8302094465, 0, 0.3638914071]]);
        Check(Numbers(Weights()), 0.1, [[0.3636936243, 1.2637822005, -1.8392584115, 0, 0.2402862711]]);
        Check(Numbers(Weights()) with
        { Standardize = true }, 0.1, [[0.3458286640, 1.3278750001, -1.8900447542, 0, 0.3143673921]]);
        Check(Numbers() with { PenaltyFactors = [0, 1.5, 1.5, 1] }, 0.1,
            [[0.3108349358, 1.4635028637, -1.6850656723, 0, 0.3027973129]]);
        Check(Numbers() with { LowerBounds = Bounds(-1), UpperBounds = Bounds(1) }, 0.1,
            [[0.2395426211, 1, -1, 0, 0.2843067940]]);
        Check(Numbers() with { LowerBounds = Bounds(0), Standardize = true }, 0.1,
            [[0.0434193238, 1.1282180787, 0, 0, 0.3109683369]]);
        Check(Numbers() with { Offsets = Offset() }, 0.1, [[0.3379395736, 1.2866390731, -1.8087227476, 0, 0.3025364061]]);
        Check(Numbers() with { Intercept = false }, 0.1, [[0, 1.3204748103, -1.6767513447, 0, 0.4679948773]]);
    }

    [Fact]
    public void Binary_regression_with_each_option()
    {
        Check(Binary(), 0.05, [[0.3776877527, 1.1841502198, -1.8402573852, 0, 0.3511106660]]);
        Check(Binary(Weights()) with
        { L1Ratio = 0.3, Offsets = Offset() }, 0.05,
            [[0.4540645974, 1.0173085448, -1.7206584164, -0.1794870376, 0.2540919968]]);
        Check(Binary() with { L1Ratio = 0 }, 0.05, [[0.3117377547, 1.0458518534, -1.4726364487, -0.2052670413, 0.5852040156]]);
        Check(Binary() with { Standardize = true, LowerBounds = Bounds(-1), UpperBounds = Bounds(0.5) }, 0.05,
            [[0.2380683656, 0.5, -1, 0, 0.4386747012]]);
    }

    [Fact, Trait("Speed", "Slow")]
    public void Multinomial_regression_with_each_option()
    {
        Check(Classes(Weights()) with { Standardize = true }, 0.03,
            [[-1.9822924790, 0, 0, 5.2674413799, 0], [1.6842359787, 0, 0, 0, 0], [0.2980565003, 0, 0, -6.5509794177, 0]]);
        using var offsets = stack([Offset(), -Offset(), Offset() * 0], 1);
        Check(Classes() with { L1Ratio = 0.4, Offsets = offsets }, 0.03,
            [[-0.9522576430, 0, 0, 2.8896007688, 0.0188264835], [0.7943416144, 0, 0, 0, -0.0798599868],
                [0.1579160286, 0, 0, -2.7654732611, 0]]);
        Check(Classes() with { L1Ratio = 0.6, Standardize = true, GroupFeatures = true }, 0.03,
            [[-1.5058989611, 0, 0, 4.4793323093, 0.0213981140], [1.2870196994, 0, 0, -0.0404945384, -0.0257880093],
                [0.2188792616, 0, 0, -4.4388377710, 0.0043898953]]);
    }

    [Fact]
    public void Several_outputs_grouped_by_feature()
    {
        using var second = Sines.Y.cos() + Sines.X[.., 1].unsqueeze(1);
        var problem = new LinearProblem(new(Sines.X.clone(), cat([Sines.Y, second], 1)), Losses.HalfSquaredError);
        Check(problem with { GroupFeatures = true }, 0.1,
            [[0.3310507259, 1.2986759590, -1.8046000752, 0.0120857103, 0.3460571133],
                [0.0224280473, 0.4841370408, 1.3055440712, 0.1695705306, -0.2631318676]]);
        // Without groups the outputs have nothing to do with each other.
        var together = problem.Fit(0.1, exact);
        using var alone = new Dataset(Sines.X.clone(), second.clone());
        Assert.InRange((together.Weight[1] - new LinearProblem(alone, Losses.HalfSquaredError).Fit(0.1, exact).Weight[0]).abs()
            .max().ToDouble(), 0, 1e-7);
    }
}
