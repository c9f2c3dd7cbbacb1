namespace TorchReg.Dialects;

/// <summary>Every dialect that TorchReg speaks.</summary>
public static class AllDialects
{
    /// <summary>All of them, regression first.</summary>
    public static IReadOnlyList<Dialect> List { get; } = [.. RegressionDialects.All, .. ClassificationDialects.All];

    /// <summary>The dialect of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists all.</exception>
    public static Dialect Named(string name) =>
        List.FirstOrDefault(d => string.Equals(d.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException(
            $"There is no dialect '{name}'. There are: {string.Join(", ", List.Select(d => d.Name))}.",
            nameof(name));
}
