using System.Runtime.InteropServices;
using System.Text;

namespace TorchReg.Data;

/// <summary>Texts as bytes of UTF-8, found without a string being made.</summary>
sealed class Words : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    static readonly Words own = new();

    /// <summary>Numbers by text.</summary>
    internal static Dictionary<byte[], T> Table<T>() => new(own);

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(byte[] obj) => GetHashCode((ReadOnlySpan<byte>)obj);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var code = new HashCode();
        code.AddBytes(alternate);
        return code.ToHashCode();
    }
}

/// <summary>How often each text comes, up to a number of different ones. Costs nothing before the first.</summary>
sealed class WordCounts(int most)
{
    Dictionary<byte[], long>? counts;
    Dictionary<byte[], long>.AlternateLookup<ReadOnlySpan<byte>> bySpan;

    /// <summary>Whether there were more than can be kept.</summary>
    internal bool IsOver { get; private set; }

    internal int Count => counts?.Count ?? 0;

    internal void Add(ReadOnlySpan<byte> word, long times = 1)
    {
        if (counts is null) bySpan = (counts = Words.Table<long>()).GetAlternateLookup<ReadOnlySpan<byte>>();
        if (counts.Count >= most && !bySpan.ContainsKey(word))
        {
            IsOver = true;
            return;
        }
        CollectionsMarshal.GetValueRefOrAddDefault(bySpan, word, out _) += times;
    }

    internal void Add(WordCounts other)
    {
        IsOver |= other.IsOver;
        foreach (var (word, times) in other.counts ?? []) Add(word, times);
    }

    /// <summary>The texts, and how often each came.</summary>
    internal IEnumerable<(string Word, long Count)> Texts() =>
        (counts ?? []).Select(count => (Encoding.UTF8.GetString(count.Key), count.Value));
}

/// <summary>The words that mean "no value": an empty or blank field, and those of a list, with spaces around them.</summary>
sealed class MissingWords
{
    readonly byte[][] words;
    readonly bool[] begins = new bool[256];
    readonly int longest;

    internal MissingWords(IEnumerable<string> words)
    {
        this.words = [.. words.Select(word => Encoding.UTF8.GetBytes(word.Trim()))];
        longest = this.words.Select(word => word.Length).DefaultIfEmpty(0).Max();
        begins[' '] = begins['\t'] = true;
        foreach (var word in this.words) if (word.Length > 0) begins[word[0]] = true;
    }

    internal bool Has(ReadOnlySpan<byte> field)
    {
        if (field.Length == 0) return true;
        if (!begins[field[0]]) return false;
        var text = NumberField.Trimmed(field);
        if (text.Length == 0) return true;
        if (text.Length > longest) return false;
        foreach (var word in words) if (text.SequenceEqual(word)) return true;
        return false;
    }
}
