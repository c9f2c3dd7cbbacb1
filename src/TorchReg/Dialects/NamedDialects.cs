namespace TorchReg.Dialects;

/// <summary>Every dialect that TorchReg speaks, by name: "sklearn.Ridge".</summary>
public static class NamedDialects
{
    static readonly NamedList<Dialect> list = new(
        [.. RegressionDialects.All, .. ClassificationDialects.All, .. OtherDialects.All],
        dialect => dialect.Name);

    /// <summary>All of them, regression first.</summary>
    public static IReadOnlyList<Dialect> All => list.All;

    /// <summary>The dialect of that name, in any case; null where there is none.</summary>
    public static Dialect? Find(string name) => list.Find(name);

    /// <summary>The dialect of that name, in any case.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists all.</exception>
    public static Dialect Get(string name) => Find(name) ?? throw new ArgumentException(
        $"There is no dialect '{name}'. There are: {string.Join(", ", All.Select(dialect => dialect.Name))}.", nameof(name));
}
