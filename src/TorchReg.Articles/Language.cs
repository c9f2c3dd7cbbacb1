namespace TorchReg.Articles;

/// <summary>The reader's language: Chinese or English.</summary>
/// <param name="IsChinese">Chinese.</param>
sealed record Language(bool IsChinese)
{
    /// <summary>By --lang where it is given, else by the variable LANG: Chinese for "zh" and whatever begins so.</summary>
    internal static Language Of(IReadOnlyList<string> args, string? variable)
    {
        var given = Enumerable.Range(0, args.Count).Select(i => Given(args, i)).LastOrDefault(value => value is "zh" or "en");
        return new((given ?? variable ?? "").StartsWith("zh", StringComparison.OrdinalIgnoreCase));
    }

    static string? Given(IReadOnlyList<string> args, int i) =>
        args[i].StartsWith("--lang=", StringComparison.Ordinal) ? args[i]["--lang=".Length..]
        : args[i] == "--lang" && i + 1 < args.Count ? args[i + 1]
        : null;

    /// <summary>The words of the reader's language.</summary>
    internal string Of(string english, string chinese) => IsChinese ? chinese : english;
}
