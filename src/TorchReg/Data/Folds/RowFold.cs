namespace TorchReg.Data;

/// <summary>Positions of the rows to learn from and of those to judge by, both ascending and without a common row.</summary>
/// <param name="Train">Positions from 0 to n − 1.</param>
/// <param name="Test">Positions from 0 to n − 1.</param>
public sealed record RowFold(int[] Train, int[] Test)
{
    /// <summary>"80 rows to learn from, 20 to judge by".</summary>
    public override string ToString() => $"{Train.Length} rows to learn from, {Test.Length} to judge by";

    /// <summary>round(f·n) rows drawn at random for training, the others for testing; each side gets at least one.</summary>
    /// <param name="rows">n, 2 or more.</param>
    /// <param name="trainFraction">f, between 0 and 1, both excluded.</param>
    /// <param name="seed">Equal seeds give equal folds, on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static RowFold Random(int rows, double trainFraction, ulong seed)
    {
        Require.AtLeast(2, rows);
        TrainTestSplit.CheckFraction(trainFraction);
        var isTrain = new bool[rows];
        Mark(isTrain, new SplitMix64(seed).Permutation(rows), Math.Clamp((int)Math.Round(trainFraction * rows), 1, rows - 1));
        return Of(isTrain);
    }

    /// <summary>
    /// Of the n_c rows of each class c, f·n_c rounded down or up go to training, so that together they are round(f·n)
    /// where that leaves at least one row of each class on each side.
    /// </summary>
    /// <param name="classes">The class of each of the n rows.</param>
    /// <param name="trainFraction">f, between 0 and 1, both excluded.</param>
    /// <param name="seed">Equal seeds give equal folds, on every machine.</param>
    /// <exception cref="ArgumentException">f is out of range, or a class has one row only.</exception>
    public static RowFold Stratified<T>(IReadOnlyList<T> classes, double trainFraction, ulong seed) where T : notnull
    {
        TrainTestSplit.CheckFraction(trainFraction);
        var strata = Strata.Of(classes, least: 2, "a stratified split puts a row of each class on either side");
        var shares = strata.Select(rows => trainFraction * rows.Length).ToArray();
        var counts = shares.Select(share => (int)share).ToArray();
        var missing = (int)Math.Round(trainFraction * classes.Count) - counts.Sum();
        foreach (var c in Enumerable.Range(0, counts.Length).OrderByDescending(c => shares[c] - counts[c]).Take(missing))
            counts[c]++;
        var isTrain = new bool[classes.Count];
        var random = new SplitMix64(seed);
        foreach (var (rows, count) in strata.Zip(counts))
        {
            random.Shuffle<int>(rows);
            Mark(isTrain, rows, Math.Clamp(count, 1, rows.Length - 1));
        }
        return Of(isTrain);
    }

    internal static RowFold Of(bool[] isTrain) => new(Positions(isTrain, true), Positions(isTrain, false));

    private static int[] Positions(bool[] marks, bool wanted)
    {
        var (positions, next) = (new int[marks.AsSpan().Count(wanted)], 0);
        for (var row = 0; row < marks.Length; row++)
            if (marks[row] == wanted) positions[next++] = row;
        return positions;
    }

    private static void Mark(bool[] isTrain, int[] rows, int count)
    {
        foreach (var row in rows.AsSpan(0, count))
            isTrain[row] = true;
    }
}
