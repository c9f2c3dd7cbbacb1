namespace TorchReg.Cli.Errors;

/// <summary>The known word that was probably meant: the least Levenshtein distance, if at most about a third of the letters differ.</summary>
static class Nearest
{
    // Longer than any known word by far: no misspelling, and its distances would cost seconds.
    const int Longest = 100;

    internal static string? Of(string given, IEnumerable<string> known)
    {
        if (given.Length > Longest) return null;
        var best = known.Select(word => (Word: word, Distance: Distance(given, word))).OrderBy(pair => pair.Distance).FirstOrDefault();
        return best.Word != null && best.Distance <= Math.Max(1, (Math.Max(given.Length, best.Word.Length) + 1) / 3) ? best.Word : null;
    }

    /// <summary>Insertions, deletions and substitutions between two words, case ignored (Levenshtein 1966).</summary>
    internal static int Distance(string a, string b)
    {
        (a, b) = (a.ToLowerInvariant(), b.ToLowerInvariant());
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (row[j], diagonal) = (Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)), row[j]);
        }
        return row[^1];
    }
}
