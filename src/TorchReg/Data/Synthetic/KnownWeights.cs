namespace TorchReg.Data;

/// <summary>The true W (units × p) and b of a synthetic problem.</summary>
internal sealed record KnownWeights(double[,] Weight, double[] Intercept)
{
    public static KnownWeights Draw(int units, int columns, int nonZero, ulong seed, double strength = 1)
    {
        Require.AtLeast(1, columns);
        if (nonZero < 0 || nonZero > columns)
            throw new ArgumentOutOfRangeException(
                nameof(nonZero),
                nonZero,
                $"nonZero must be from 0 to the {columns} columns; given {nonZero}.");
        var random = SplitMix64.Substream(seed, ulong.MaxValue);   // no row's
        var weight = new double[units, columns];
        for (var i = 0; i < nonZero; i++)
            for (var unit = 0; unit < units; unit++)
                weight[unit, (int)((long)i * columns / nonZero)] =
                    strength * random.Uniform(1, 2) * (random.Below(2) == 0 ? 1 : -1);
        return new(weight, [.. Enumerable.Range(0, units).Select(_ => random.Uniform(-1, 1))]);
    }

    /// <summary>Wx + b.</summary>
    public double[] Scores(ReadOnlySpan<double> x)
    {
        var scores = (double[])Intercept.Clone();
        for (var unit = 0; unit < scores.Length; unit++)
            for (var j = 0; j < x.Length; j++)
                scores[unit] += Weight[unit, j] * x[j];
        return scores;
    }
}
