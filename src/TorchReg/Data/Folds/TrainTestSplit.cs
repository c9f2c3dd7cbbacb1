namespace TorchReg.Data;

/// <summary>Rows to learn from, rows to judge by, and where both come from.</summary>
/// <param name="Train">The rows that a model may learn from.</param>
/// <param name="Test">The rows that it never sees in training.</param>
/// <param name="Source">One line for the reader: files or generator, seed, and how the rows were split.</param>
public sealed record TrainTestSplit(LabeledImages Train, LabeledImages Test, string Source)
{
    /// <summary>
    /// Splits <paramref name="all"/> after a seeded permutation π: rows π₀ … π₍ₖ₋₁₎ are for training, k =
    /// round(<paramref name="trainFraction"/> · n), the others for testing.
    /// </summary>
    /// <param name="all">n rows, at least 2.</param>
    /// <param name="trainFraction">Between 0 and 1, both excluded; each side gets at least one row.</param>
    /// <param name="seed">Equal seeds give equal splits, on every machine.</param>
    /// <param name="source">Where <paramref name="all"/> comes from.</param>
    /// <exception cref="ArgumentException">The fraction is out of range or there are fewer than 2 rows.</exception>
    public static TrainTestSplit Shuffled(LabeledImages all, double trainFraction, ulong seed, string source)
    {
        CheckFraction(trainFraction);
        if (all.Rows < 2)
            throw new ArgumentException($"{source}: a split needs at least 2 rows, found {all.Rows}.", nameof(all));
        var order = new SplitMix64(seed).Permutation(all.Rows);
        var train = Math.Clamp((int)Math.Round(trainFraction * all.Rows), 1, all.Rows - 1);
        return new(
            all.Select(order.AsSpan(0, train)),
            all.Select(order.AsSpan(train)),
            FormattableString.Invariant(
                $"{source}; shuffled with seed {seed} and split into {train:N0} training and {all.Rows - train:N0} test rows"));
    }

    internal static void CheckFraction(double trainFraction)
    {
        if (!(trainFraction > 0 && trainFraction < 1))
            throw new ArgumentOutOfRangeException(
                nameof(trainFraction),
                trainFraction,
                "The training fraction must lie between 0 and 1, both excluded.");
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
