using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// Problems with known answers. Row i depends on the seed and on i alone: the first rows of a larger problem are the smaller one.
/// </summary>
public static class Synthetic
{
    /// <summary>
    /// y = wᵀx + b + σε, ε ~ N(0, 1), x ~ N(0, Σ), Σⱼₖ = ρ^|j−k|. Spread evenly over the p columns, <paramref name="nonZero"/>
    /// weights have sizes from 1 to 2 and random signs, the others are 0; b is from −1 to 1. Targets are n × 1.
    /// </summary>
    /// <param name="rows">n, 1 or more.</param>
    /// <param name="columns">p, 1 or more.</param>
    /// <param name="nonZero">From 0 to p; default p.</param>
    /// <param name="noise">σ, 0 or more. Default 1.</param>
    /// <param name="rho">ρ, the correlation of neighbouring columns, from 0 up to but not 1. Default 0.</param>
    /// <param name="seed">Equal seeds give equal numbers on one machine.</param>
    /// <param name="type">Of features and targets; default float32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static KnownProblem Regression(
        int rows,
        int columns,
        int? nonZero = null,
        double noise = 1,
        double rho = 0,
        ulong seed = 0,
        ScalarType type = ScalarType.Float32)
    {
        Require.NonNegative(noise);
        var truth = KnownWeights.Draw(1, columns, nonZero ?? columns, seed);
        return Drawn(rows, truth, rho, seed, type, (scores, random) => scores[0] + (noise * random.Normal()));
    }

    /// <summary>
    /// P(y = k) = softmax(Wx + b)ₖ, x as in <see cref="Regression"/>. In <paramref name="nonZero"/> columns, spread evenly,
    /// the weights of all K classes have sizes from 1 to 2 times <paramref name="strength"/>, the others are 0. Targets are n
    /// class indices.
    /// </summary>
    /// <param name="classes">K, 2 or more.</param>
    /// <param name="strength">Above 0; the larger, the better the classes can be told apart. Default 1.</param>
    /// <inheritdoc cref="Regression" path="/param"/>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static KnownProblem Classification(
        int rows,
        int columns,
        int classes,
        int? nonZero = null,
        double strength = 1,
        double rho = 0,
        ulong seed = 0,
        ScalarType type = ScalarType.Float32)
    {
        var truth = KnownWeights.Draw(Require.AtLeast(2, classes), columns, nonZero ?? columns, seed, Require.Positive(strength));
        return Drawn(rows, truth, rho, seed, type, (scores, random) => SoftmaxDraw(scores, random.Uniform()), ofClasses: true);
    }

    /// <summary>
    /// The 100 × 3 regression of the articles: x uniform on [0, 1)³ and, where the article's y is noise alone, y = 3x₁ − 2x₂ +
    /// 0x₃ + ½ + σε.
    /// </summary>
    /// <param name="noise">σ, 0 or more. Default 0.1.</param>
    /// <inheritdoc cref="Regression" path="/param[@name='seed' or @name='type']"/>
    public static KnownProblem Article(double noise = 0.1, ulong seed = 0, ScalarType type = ScalarType.Float32)
    {
        Require.NonNegative(noise);
        return ArticleRows(
            new KnownWeights(
                new double[,]
                {
                    { 3, -2, 0 }
                },
                [0.5]),
            seed,
            type,
            (score, random) => score + (noise * random.Normal()));
    }

    /// <summary>
    /// The 100 × 3 regression as the article wrote it: x uniform on [0, 1)³ and y uniform on [0, 1), independent of x. The best
    /// model is w = 0, b = ½, whose mean squared error is 1/12.
    /// </summary>
    /// <inheritdoc cref="Regression" path="/param[@name='seed' or @name='type']"/>
    public static KnownProblem ArticleAsWritten(ulong seed = 0, ScalarType type = ScalarType.Float32) =>
        ArticleRows(new KnownWeights(new double[1, 3], [0.5]), seed, type, (_, random) => random.Uniform());

    private static KnownProblem ArticleRows(
        KnownWeights truth,
        ulong seed,
        ScalarType type,
        Func<double, SplitMix64, double> target) =>
        new RowsOf(
            truth,
            (x, random) =>
            {
                for (var j = 0; j < x.Length; j++)
                    x[j] = random.Uniform();
            },
            (s, random) => target(s[0], random)).Draw(100, seed, type, ofClasses: false);

    private static KnownProblem Drawn(
        int rows,
        KnownWeights truth,
        double rho,
        ulong seed,
        ScalarType type,
        Func<double[], SplitMix64, double> target,
        bool ofClasses = false)
    {
        if (!(rho >= 0 && rho < 1))
            throw new ArgumentOutOfRangeException(
                nameof(rho),
                rho,
                FormattableString.Invariant($"rho must be from 0 up to but not 1; given {rho}."));
        return new RowsOf(truth, (x, random) => Correlated(x, rho, random), target).Draw(rows, seed, type, ofClasses);
    }

    // x₁ = e₁, xⱼ = ρxⱼ₋₁ + √(1 − ρ²)eⱼ.
    private static void Correlated(Span<double> x, double rho, SplitMix64 random)
    {
        for (var j = 0; j < x.Length; j++)
            x[j] = j == 0 ? random.Normal() : (rho * x[j - 1]) + (Math.Sqrt(1 - (rho * rho)) * random.Normal());
    }

    private static double SoftmaxDraw(double[] scores, double uniform)
    {
        var powers = Array.ConvertAll(scores, score => Math.Exp(score - scores.Max()));
        var left = uniform * powers.Sum();
        var k = 0;
        while (k < powers.Length - 1 && (left -= powers[k]) >= 0) k++;
        return k;
    }
}
