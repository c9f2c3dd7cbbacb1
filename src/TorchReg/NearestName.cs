namespace TorchReg;

/// <summary>
/// The known name that was probably meant: the least edit distance, if at most about a third of the letters differ and not all of
/// them, case ignored.
/// </summary>
/// <remarks>
/// F. J. Damerau, A technique for computer detection and correction of spelling errors, Communications of the ACM 7 (1964),
/// p. 171: a letter too many, too few or wrong, or two neighbours swapped.
/// </remarks>
static class NearestName
{
    // Longer than any known name by far: no misspelling, and its distances would cost seconds.
    const int Longest = 200;

    internal static string? Of(string given, IEnumerable<string> known)
    {
        if (given.Length > Longest) return null;
        var nearest = known.Where(name => name.Length <= Longest).MinBy(name => Distance(given, name));
        if (nearest == null) return null;
        var (distance, length) = (Distance(given, nearest), Math.Max(given.Length, nearest.Length));
        return distance <= Math.Max(1, (length + 1) / 3) && (distance < length || length == 0) ? nearest : null;
    }

    /// <summary>" Did you mean 'fc1'?", to follow a sentence; empty where no name is near.</summary>
    internal static string Hint(string given, IEnumerable<string> known) =>
        Of(given, known) is { } name ? $" Did you mean '{Shown.Value(name)}'?" : "";

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours between two names.</summary>
    internal static int Distance(string a, string b)
    {
        (a, b) = (a.ToLowerInvariant(), b.ToLowerInvariant());
        var (before, row, next) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            next[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                next[j] = Math.Min(Math.Min(next[j - 1], row[j]) + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
            }
            (before, row, next) = (row, next, before);
        }
        return row[^1];
    }
}
