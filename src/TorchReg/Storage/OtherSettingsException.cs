namespace TorchReg.Storage;

/// <summary>Work that is there belongs to other rows, settings or versions than those it should go on with.</summary>
public sealed class OtherSettingsException : IOException
{
    const int Named = 5;

    /// <param name="place">The file or folder.</param>
    /// <param name="changes">What is another, a line each.</param>
    /// <param name="remedy">What to do, in one sentence without its capital.</param>
    public OtherSettingsException(string place, IReadOnlyList<string> changes, string remedy)
        : base($"{place} belongs to other work: {Listed(changes)}; {remedy}") => Changes = changes;

    /// <summary>What is another than it was, a line each.</summary>
    public IReadOnlyList<string> Changes { get; }

    static string Listed(IReadOnlyList<string> changes) =>
        string.Join("; ", changes.Take(Named)) + (changes.Count > Named ? $"; and {changes.Count - Named} more" : "");
}
