namespace TorchReg.Penalties;

/// <summary>The known name that was probably meant: the least edit distance, if at most about a third of the letters differ.</summary>
/// <remarks>V. I. Levenshtein, Binary codes capable of correcting deletions, insertions, and reversals, Soviet Physics Doklady 10 (1966), p. 707.</remarks>
static class NearestName
{
    internal static string? Of(string given, IEnumerable<string> known)
    {
        var nearest = known.MinBy(name => Distance(given, name));
        return nearest != null && 3 * Distance(given, nearest) <= Math.Max(given.Length, nearest.Length) + 2 ? nearest : null;
    }

    // One row of the table of distances between beginnings at a time.
    static int Distance(string a, string b)
    {
        var above = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 0; i < a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i + 1;
            for (var j = 0; j < b.Length; j++)
            {
                var substitution = above[j] + (char.ToLowerInvariant(a[i]) == char.ToLowerInvariant(b[j]) ? 0 : 1);
                row[j + 1] = Math.Min(substitution, Math.Min(above[j + 1], row[j]) + 1);
            }
            above = row;
        }
        return above[^1];
    }
}
