namespace TorchReg.Data;

/// <summary>The categories of a column and their codes, given in the order in which they come.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> codes = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> bySpan;

    public Vocabulary(IEnumerable<string> known)
    {
        foreach (var category in known) codes.Add(category, codes.Count);
        bySpan = codes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => codes.Count;

    /// <summary>The category's code; −1 where there is none.</summary>
    public int Find(ReadOnlySpan<char> category) => bySpan.TryGetValue(category, out var code) ? code : -1;

    /// <summary>Gives the category the next code.</summary>
    public int Add(ReadOnlySpan<char> category)
    {
        codes.Add(category.ToString(), codes.Count);
        return codes.Count - 1;
    }

    /// <summary>
    /// The categories in ascending order: as numbers where all are numbers, by their characters' codes otherwise.
    /// </summary>
    public string[] Sorted() =>
        codes.Keys.All(category => Number(category) is not null)
            ? [.. codes.Keys.OrderBy(category => Number(category)).ThenBy(category => category, StringComparer.Ordinal)]
            : [.. codes.Keys.Order(StringComparer.Ordinal)];

    private static double? Number(string category) =>
        NumberText.TryRead(category, out var number) ? number : null;
}
