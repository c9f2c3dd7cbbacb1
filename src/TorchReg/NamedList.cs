namespace TorchReg;

/// <summary>Things that are asked for by name: the library's, and after them those that a program adds for a while.</summary>
/// <param name="shipped">The library's.</param>
/// <param name="name">The name of one.</param>
sealed class NamedList<T>(IReadOnlyList<T> shipped, Func<T, string> name) where T : class
{
    // What is added flows with the caller's work, into its tasks and threads: work beside it does not see it.
    readonly AsyncLocal<IReadOnlyList<T>?> whole = new();

    internal IReadOnlyList<T> All => whole.Value ?? shipped;

    internal IEnumerable<T> Added => All.Skip(shipped.Count);

    /// <summary>The one of that name, in any case; null where there is none.</summary>
    internal T? Find(string wanted)
    {
        foreach (var one in All)
            if (name(one).Equals(wanted, StringComparison.OrdinalIgnoreCase)) return one;
        return null;
    }

    /// <summary>Adds one until what is returned is disposed of.</summary>
    /// <exception cref="ArgumentException">Its name is taken, or none that a configuration can say.</exception>
    internal IDisposable Add(T own)
    {
        ArgumentNullException.ThrowIfNull(own);
        var word = name(own);
        if (word.Length == 0 || !char.IsAsciiLetterLower(word[0]) || !word.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException(
                $"A name begins with a small letter and has letters and digits of English alone; given '{word}'.", nameof(own));
        if (Find(word) is { } taken)
            throw new ArgumentException($"The name '{word}' is taken, by {name(taken)}; choose another.", nameof(own));
        whole.Value = [.. All, own];
        return new Addition(this, own);
    }

    sealed class Addition(NamedList<T> list, T own) : IDisposable
    {
        public void Dispose() => list.whole.Value = [.. list.All.Where(one => one != own)];
    }
}
