using System.Text;
using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// Texts as rows of numbers: xⱼ = how many of a text's n-grams of 1 to <paramref name="maxLength"/> words hash to column j, each
/// row scaled to ‖x‖₂ = 1. No vocabulary is learnt, so new words need no new columns; two n-grams may share a column.
/// </summary>
/// <remarks>
/// K. Weinberger et al., Feature hashing for large scale multitask learning, ICML 2009; the hash is FNV-1a of the UTF-8 bytes.
/// </remarks>
/// <param name="columns">p, 2 or more; many more than there are n-grams, where collisions shall be rare.</param>
/// <param name="maxLength">Words in the longest n-gram, 1 or more. Default 2.</param>
public sealed class HashedNGrams(int columns, int maxLength = 2)
{
    /// <summary>p.</summary>
    public int Columns { get; } = Require.AtLeast(2, columns);

    /// <summary>Words in the longest n-gram.</summary>
    public int MaxLength { get; } = Require.AtLeast(1, maxLength);

    /// <summary>The rows of the given texts, n × p, float32. A text without words is a row of zeros.</summary>
    public Tensor Of(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Require.AtLeast(1, texts.Count);
        var rows = new float[texts.Count, Columns];
        for (var i = 0; i < texts.Count; i++)
        {
            var squares = 0f;
            foreach (var count in Grams(texts[i]).CountBy(Column)) squares += (float)count.Value * count.Value;
            foreach (var count in Grams(texts[i]).CountBy(Column)) rows[i, count.Key] = count.Value / MathF.Sqrt(squares);
        }
        return tensor(rows);
    }

    /// <summary>The same rows, sparse: a text costs its own n-grams, however many columns there are.</summary>
    /// <param name="texts">1 or more.</param>
    public SparseFeatures SparseOf(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Require.AtLeast(1, texts.Count);
        var rows = new SparseRows(ScalarType.Float32);
        foreach (var text in texts)
        {
            var counts = Grams(text).CountBy(Column).OrderBy(count => count.Key).ToArray();
            var norm = MathF.Sqrt(counts.Sum(count => (float)count.Value * count.Value));
            foreach (var (column, count) in counts) rows.Add(column, count / norm);
            rows.EndRow();
        }
        return rows.Finish(0, Columns);
    }

    /// <summary>The column of an n-gram, 0 to p − 1.</summary>
    /// <param name="gram">Lower-case words with one blank between them.</param>
    public int Column(string gram)
    {
        ArgumentNullException.ThrowIfNull(gram);
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(gram)) hash = (hash ^ b) * 16777619u;
        return (int)(hash % (uint)Columns);
    }

    /// <summary>The n-grams of a text in their order: runs of letters, digits and apostrophes, in lower case.</summary>
    public IEnumerable<string> Grams(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = Words(text);
        for (var length = 1; length <= MaxLength; length++)
            for (var i = 0; i + length <= words.Count; i++)
                yield return string.Join(' ', words.Skip(i).Take(length));
    }

    static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in text.ToLowerInvariant().Append(' '))
        {
            if (char.IsLetterOrDigit(c) || c == '\'') { word.Append(c); continue; }
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
        return words;
    }
}
