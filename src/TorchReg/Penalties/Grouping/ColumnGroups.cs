namespace TorchReg.Penalties;

/// <summary>
/// Disjoint groups of input features, as the indicators of one category are: <c>new GroupLasso(λ, groups)</c> makes all weights
/// out of a group zero together, in a linear problem and in a network's first layer.
/// </summary>
public sealed class ColumnGroups
{
    readonly int[] groups;
    readonly double[] weights;

    /// <summary>Groups by a number for each column.</summary>
    /// <param name="groupOfColumn">The group of each column, 0, 1, 2, … without gaps; in any order.</param>
    /// <param name="weights">
    /// What each group's norm counts, 0 or more; 0 leaves a group free. Default: √(its columns), with which groups of noise of
    /// any size enter alike (M. Yuan, Y. Lin, JRSS-B 68 (2006), p. 53).
    /// </param>
    public ColumnGroups(IReadOnlyList<int> groupOfColumn, IReadOnlyList<double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(groupOfColumn);
        groups = [.. groupOfColumn];
        for (var j = 0; j < groups.Length; j++)
            if (groups[j] < 0 || groups[j] >= groups.Length)
                throw new ArgumentOutOfRangeException(nameof(groupOfColumn), FormattableString.Invariant(
                    $"groups are numbered 0, 1, 2, … without gaps; column {j} of {groups.Length} has the group {groups[j]}."));
        Count = groups.Length == 0 ? 0 : groups.Max() + 1;
        var sizes = new int[Count];
        foreach (var group in groups) sizes[group]++;
        if (Array.IndexOf(sizes, 0) is >= 0 and var empty)
            throw new ArgumentException($"group {empty} of {Count} has no column: number groups without gaps.",
                nameof(groupOfColumn));
        this.weights = weights is null ? Array.ConvertAll(sizes, size => Math.Sqrt(size)) : Checked([.. weights], Count);
    }

    /// <summary>Groups by lists of columns.</summary>
    /// <param name="columns">The number of columns, p.</param>
    /// <param name="groups">The columns of each group, from 0: each column once.</param>
    /// <param name="weights">As in the constructor.</param>
    /// <exception cref="ArgumentException">Groups overlap, or miss a column; the message names it.</exception>
    public static ColumnGroups Of(
        int columns, IReadOnlyList<IReadOnlyList<int>> groups, IReadOnlyList<double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var of = Enumerable.Repeat(-1, Require.AtLeast(0, columns)).ToArray();
        for (var g = 0; g < groups.Count; g++)
            foreach (var j in groups[g])
            {
                if (j < 0 || j >= columns)
                    throw new ArgumentException($"group {g} names column {j}; the columns are 0 to {columns - 1}.",
                        nameof(groups));
                if (of[j] >= 0)
                    throw new ArgumentException(
                        of[j] == g ? $"column {j} comes twice in group {g}."
                            : $"column {j} is in group {of[j]} and in group {g}: groups must not overlap.", nameof(groups));
                of[j] = g;
            }
        if (Array.IndexOf(of, -1) is >= 0 and var missing)
            throw new ArgumentException($"column {missing} is in no group: give it one, of its own if it belongs to none.",
                nameof(groups));
        return new(of, weights);
    }

    /// <summary>The number of groups.</summary>
    public int Count { get; }

    /// <summary>The group of each column.</summary>
    public IReadOnlyList<int> GroupOfColumn => groups;

    /// <summary>c, a number for each group.</summary>
    public IReadOnlyList<double> Weights => weights;

    /// <summary>"3 groups of 8 columns".</summary>
    public override string ToString() => $"{Count} groups of {groups.Length} columns";

    internal bool IsSameAs(ColumnGroups other) =>
        groups.AsSpan().SequenceEqual(other.groups) && weights.AsSpan().SequenceEqual(other.weights);

    static double[] Checked(double[] weights, int count)
    {
        if (weights.Length != count)
            throw new ArgumentException($"there are {count} groups and {weights.Length} weights: give one for each.",
                nameof(weights));
        for (var g = 0; g < weights.Length; g++)
            if (!(weights[g] >= 0 && double.IsFinite(weights[g])))
                throw new ArgumentOutOfRangeException(nameof(weights), FormattableString.Invariant(
                    $"weights must be finite numbers, 0 or more; given {weights[g]} for group {g}."));
        return weights;
    }
}
