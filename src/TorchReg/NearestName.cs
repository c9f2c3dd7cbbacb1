namespace TorchReg;

/// <summary>
/// The known name that was probably meant: the least edit distance, if at most about a third of the letters differ, case ignored.
/// </summary>
/// <remarks>
/// V. I. Levenshtein, Binary codes capable of correcting deletions, insertions, and reversals, Soviet Physics Doklady 10 (1966),
/// p. 707.
/// </remarks>
static class NearestName
{
    // Longer than any known name by far: no misspelling, and its distances would cost seconds.
    const int Longest = 200;

    internal static string? Of(string given, IEnumerable<string> known)
    {
        if (given.Length > Longest) return null;
        var nearest = known.MinBy(name => Distance(given, name));
        return nearest != null && Distance(given, nearest) <= Math.Max(1, (Math.Max(given.Length, nearest.Length) + 1) / 3)
            ? nearest
            : null;
    }

    /// <summary>Insertions, deletions and substitutions between two names.</summary>
    internal static int Distance(string a, string b)
    {
        (a, b) = (a.ToLowerInvariant(), b.ToLowerInvariant());
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (row[j], diagonal) = (
                    Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)),
                    row[j]);
        }
        return row[^1];
    }
}
