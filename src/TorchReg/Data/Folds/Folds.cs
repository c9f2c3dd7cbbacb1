namespace TorchReg.Data;

/// <summary>
/// The K folds of cross-validation. In all but <see cref="TimeOrdered"/> each row is tested in exactly one fold and
/// trained on in the K − 1 others. Equal seeds give equal folds, on every machine.
/// </summary>
public static class Folds
{
    /// <summary>Rows dealt at random onto K folds, whose sizes differ by at most 1.</summary>
    /// <param name="rows">n.</param>
    /// <param name="folds">K, from 2 to n.</param>
    /// <param name="seed">Of the shuffling.</param>
    /// <exception cref="ArgumentOutOfRangeException">K is out of range.</exception>
    public static IReadOnlyList<RowFold> Random(int rows, int folds, ulong seed) =>
        Dealt([new SplitMix64(seed).Permutation(Require.AtLeast(2, rows))], rows, CheckedCount(folds, rows, "rows"));

    /// <summary>Like <see cref="Random"/>, and the counts of each class in two folds differ by at most 1.</summary>
    /// <param name="classes">The class of each of the n rows.</param>
    /// <param name="folds">K, from 2 to the rows of the rarest class.</param>
    /// <param name="seed">Of the shuffling.</param>
    /// <exception cref="ArgumentException">
    /// K is out of range, or a class has fewer than K rows: it would be missing in a fold.
    /// </exception>
    public static IReadOnlyList<RowFold> Stratified<T>(IReadOnlyList<T> classes, int folds, ulong seed) where T : notnull
    {
        ArgumentNullException.ThrowIfNull(classes);
        CheckedCount(folds, classes.Count, "rows");
        var strata = Strata.Of(
            classes,
            folds,
            $"each of the {folds} stratified folds tests a row of every class; take fewer folds");
        var random = new SplitMix64(seed);
        foreach (var rows in strata) random.Shuffle<int>(rows);
        return Dealt(strata, classes.Count, folds);
    }

    /// <summary>
    /// Rows of one group are never divided: groups in random order, large ones first, each into the fold that has the fewest rows
    /// so far.
    /// </summary>
    /// <param name="groups">The group of each of the n rows, as a patient or a writer.</param>
    /// <param name="folds">K, from 2 to the number of groups.</param>
    /// <param name="seed">Of the order among groups of one size.</param>
    /// <exception cref="ArgumentException">K is out of range.</exception>
    public static IReadOnlyList<RowFold> Grouped<T>(IReadOnlyList<T> groups, int folds, ulong seed) where T : notnull
    {
        var strata = Strata.Of(groups, least: 1, "");
        CheckedCount(folds, strata.Length, "groups");
        new SplitMix64(seed).Shuffle<int[]>(strata);
        var (foldOfRow, sizes) = (new int[groups.Count], new int[folds]);
        foreach (var rows in strata.OrderByDescending(rows => rows.Length))
        {
            var fold = Array.IndexOf(sizes, sizes.Min());
            foreach (var row in rows) foldOfRow[row] = fold;
            sizes[fold] += rows.Length;
        }
        return Given(foldOfRow);
    }

    /// <summary>
    /// An expanding window over rows in time order: the last K·t rows, t = ⌊n/(K + 1)⌋, are tested t at a time, each time
    /// after training on all rows before them but the last g. Source: scikit-learn's TimeSeriesSplit.
    /// </summary>
    /// <param name="rows">n, oldest first.</param>
    /// <param name="folds">K, from 2 to n − 1.</param>
    /// <param name="gap">g, rows left out between training and testing, 0 or more. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range, or the gap leaves no row to train on.</exception>
    public static IReadOnlyList<RowFold> TimeOrdered(int rows, int folds, int gap = 0)
    {
        CheckedCount(folds, rows - 1, "rows but one");
        Require.AtLeast(0, gap);
        var size = rows / (folds + 1);
        var first = rows - (folds * size);
        if (gap >= first)
            throw new ArgumentOutOfRangeException(
                nameof(gap),
                gap,
                $"gap must be below {first}, the rows before the first tested one of {rows} rows in {folds} folds; given {gap}.");
        return [.. Enumerable.Range(0, folds).Select(k => first + (k * size))
            .Select(start => new RowFold([.. Enumerable.Range(0, start - gap)], [.. Enumerable.Range(start, size)]))];
    }

    /// <summary>The folds that the caller chose, as glmnet's <c>foldid</c>.</summary>
    /// <param name="foldOfRow">
    /// For each of the n rows the number of the fold that tests it; folds come in the order of their numbers.
    /// </param>
    /// <exception cref="ArgumentException">There are fewer than 2 folds.</exception>
    public static IReadOnlyList<RowFold> Given(IReadOnlyList<int> foldOfRow)
    {
        ArgumentNullException.ThrowIfNull(foldOfRow);
        var numbers = foldOfRow.Distinct().Order().ToArray();
        if (numbers.Length < 2)
            throw new ArgumentException($"There must be at least 2 folds; given {numbers.Length}.", nameof(foldOfRow));
        int[] all = [.. foldOfRow];
        return [.. numbers.Select(number => RowFold.Of(Array.ConvertAll(all, fold => fold != number)))];
    }

    // One row after the other, stratum after stratum: both a stratum's counts and the folds' sizes differ by at most 1.
    private static IReadOnlyList<RowFold> Dealt(IEnumerable<int[]> strata, int rows, int folds)
    {
        var foldOfRow = new int[rows];
        foreach (var (index, row) in strata.SelectMany(stratum => stratum).Index())
            foldOfRow[row] = index % folds;
        return Given(foldOfRow);
    }

    private static int CheckedCount(int folds, int most, string what) =>
        folds >= 2 && folds <= most
            ? folds
            : throw new ArgumentOutOfRangeException(
                nameof(folds),
                folds,
                $"folds must be from 2 to the number of {what}, {most}; given {folds}.");
}
