namespace TorchReg.Selection;

/// <summary>λ grids: λ_max·r^(i/(N − 1)), i = 0 … N − 1, and the checks of given ones.</summary>
public static class LambdaGrid
{
    /// <summary>N values from λ_max down to r·λ_max, evenly spaced in their logarithm.</summary>
    /// <param name="largest">λ_max, above 0.</param>
    /// <param name="ratio">r, between 0 and 1, both excluded.</param>
    /// <param name="count">N, 2 or more.</param>
    public static double[] Geometric(double largest, double ratio, int count)
    {
        Require.Positive(largest);
        Require.AtLeast(2, count);
        if (!(ratio > 0 && ratio < 1)) throw new ArgumentOutOfRangeException(nameof(ratio), FormattableString.Invariant(
            $"ratio must be between 0 and 1, both excluded; given {ratio}."));
        return [.. Enumerable.Range(0, count).Select(i => largest * Math.Pow(ratio, (double)i / (count - 1)))];
    }

    /// <summary>The given values, largest first.</summary>
    /// <exception cref="ArgumentException">
    /// There is none, one is not a finite number of 0 or more, or one stands twice.
    /// </exception>
    public static double[] Given(IReadOnlyList<double> lambdas)
    {
        ArgumentNullException.ThrowIfNull(lambdas);
        if (lambdas.Count == 0) throw new ArgumentException("The λ grid is empty: give at least one λ, or leave it out for the " +
            "default grid.", nameof(lambdas));
        for (var i = 0; i < lambdas.Count; i++)
            if (!(lambdas[i] >= 0 && double.IsFinite(lambdas[i])))
                throw new ArgumentException(FormattableString.Invariant($"The λ grid must hold finite numbers, 0 or more; ") +
                    FormattableString.Invariant($"given {lambdas[i]} at index {i}."), nameof(lambdas));
        var ordered = lambdas.OrderDescending().ToArray();
        for (var i = 1; i < ordered.Length; i++)
            if (ordered[i] == ordered[i - 1])
                throw new ArgumentException(FormattableString.Invariant($"The λ grid holds {ordered[i]} twice: give ") +
                    "each λ once.", nameof(lambdas));
        return ordered;
    }
}
