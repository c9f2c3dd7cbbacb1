namespace TorchReg.Data;

/// <summary>A column that is used.</summary>
/// <param name="Name">From the header, or <c>column i</c>.</param>
/// <param name="Position">Counted from 0 in the file that it was learnt from.</param>
/// <param name="Categories">Its values in the order of their indicators or class indices; null for numbers.</param>
public sealed record CsvField(string Name, int Position, IReadOnlyList<string>? Categories)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>
/// The encoding learnt from one file, for others with the same columns. Categories and classes are in ascending order, as
/// numbers where all are numbers. A file with a header may have its columns in another order and more of them; one without
/// has the same columns.
/// </summary>
/// <param name="Options">How the first file was read.</param>
/// <param name="Features">The columns of the features, in the file's order.</param>
/// <param name="Target">The column to predict; its categories are the classes' names.</param>
/// <param name="Weights">The column of the rows' weights; null without.</param>
/// <param name="Columns">The number of the first file's columns, unused ones included.</param>
public sealed record CsvSchema(
    CsvOptions Options,
    IReadOnlyList<CsvField> Features,
    CsvField Target,
    CsvField? Weights,
    int Columns)
{
    /// <summary>
    /// The names of the p columns of <see cref="Dataset.Features"/>: <c>age</c> for numbers, <c>city=Rome</c> for an indicator.
    /// </summary>
    public IReadOnlyList<string> FeatureNames =>
        [.. Features.SelectMany(column => column.Categories?.Select(category => $"{column.Name}={category}") ?? [column.Name])];

    /// <summary>
    /// The position in <see cref="Features"/> of the column that each of the p columns of <see cref="Dataset.Features"/> comes
    /// from: indicators of one column have one number, as <c>new ColumnGroups(schema.FeatureGroups)</c> takes it.
    /// </summary>
    public IReadOnlyList<int> FeatureGroups =>
        [.. Features.SelectMany((column, i) => Enumerable.Repeat(i, column.Categories?.Count ?? 1))];

    /// <summary>The names of the classes, by class index; null where the target is a number.</summary>
    public IReadOnlyList<string>? Classes => Target.Categories;

    /// <summary>The columns that the options choose, no category learnt yet.</summary>
    internal static CsvSchema Chosen(CsvOptions options, string[] names, CsvReader records)
    {
        var places = CsvHeader.Places(names);
        int Find(CsvColumn column, string option) => column.In(names, places) is >= 0 and var found ? found
            : throw records.Wrong($"there is no column {column}, which {option} names; the columns are {Listed(names)}.");
        var target = Find(options.Target, nameof(Target));
        int? weights = options.Weights is { } w ? Find(w, nameof(Weights)) : null;
        var ignored = options.Ignored.Select(column => Find(column, nameof(options.Ignored))).ToHashSet();
        var categorical = options.Categorical.Select(column => Find(column, nameof(options.Categorical))).ToHashSet();
        CheckApart(names, target, weights, ignored, categorical, records);
        var features = Enumerable.Range(0, names.Length).Where(at => at != target && at != weights && !ignored.Contains(at));
        CsvField Field(int at, bool isText) => new(names[at], at, isText ? [] : null);
        return new(
            options,
            [.. features.Select(at => Field(at, categorical.Contains(at)))],
            Field(target, options.TargetKind == CsvTarget.Class),
            weights is { } column ? Field(column, false) : null,
            names.Length);
    }

    private static void CheckApart(
        string[] names,
        int target,
        int? weights,
        HashSet<int> ignored,
        HashSet<int> categorical,
        CsvReader records)
    {
        var twice = new[] { target }
            .Concat(weights is { } w ? [w] : [])
            .Concat(ignored)
            .Concat(categorical)
            .GroupBy(at => at)
            .FirstOrDefault(uses => uses.Count() > 1);
        if (twice is not null)
            throw records.Wrong(
                $"column '{Shown.Value(names[twice.Key])}' is named twice among Target, Weights, Ignored and Categorical; name " +
                "it once.");
        if (ignored.Count + (weights is null ? 1 : 2) >= names.Length)
            throw records.Wrong($"no column is left for the features; the columns are {Listed(names)}. Is the separator right?");
    }

    internal static string Listed(string[] names) =>
        string.Join(", ", names.Take(10).Select(name => $"'{Shown.Value(name)}'")) +
        (names.Length > 10 ? $" and {names.Length - 10} more" : "");

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
