namespace TorchReg.Data;

/// <summary>
/// A column of a CSV file: by its name in the header, as <c>"price"</c>, or by its position, as <c>0</c> or <c>^1</c>, the last.
/// </summary>
public readonly record struct CsvColumn
{
    private readonly string? name;
    private readonly Index position;

    private CsvColumn(string? name, Index position) => (this.name, this.position) = (name, position);

    /// <summary>The column of that name.</summary>
    public static implicit operator CsvColumn(string name) => new(name ?? throw new ArgumentNullException(nameof(name)), default);

    /// <summary>The column at that position, counted from 0.</summary>
    public static implicit operator CsvColumn(int position) => new(null, position);

    /// <summary>The column at that position, <c>^1</c> being the last.</summary>
    public static implicit operator CsvColumn(Index position) => new(null, position);

    /// <summary>The name in quotes, or the position.</summary>
    public override string ToString() => name is null ? position.ToString() : $"'{Shown.Value(name)}'";

    /// <summary>Null where it is a position.</summary>
    internal string? Name => name;

    /// <summary>Where among the columns of those names it is; −1 if nowhere.</summary>
    internal int In(string[] names, Dictionary<string, int> places)
    {
        if (name is not null) return places.GetValueOrDefault(name, -1);
        var offset = position.GetOffset(names.Length);
        return offset >= 0 && offset < names.Length ? offset : -1;
    }
}
