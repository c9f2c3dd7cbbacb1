namespace TorchReg.Data;

/// <summary>What a column is for.</summary>
enum ColumnRole
{
    Feature,
    Target,
    Weight,
    Event,
    Group,
}

/// <summary>What a column holds; found where it is not said.</summary>
enum ColumnKind
{
    Auto,
    Number,
    Category,
    Date,
}

/// <summary>A column that is used.</summary>
/// <param name="Name">In the header.</param>
/// <param name="Position">In the file.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="IsFound">Whether that is found out rather than said.</param>
sealed record PlannedColumn(string Name, int Position, ColumnRole Role, ColumnKind Kind, bool IsFound);

/// <summary>The columns that the options choose, features first, by the file's header.</summary>
static class CsvPlan
{
    internal static PlannedColumn[] Of(CsvOptions options, CsvInput input)
    {
        var (names, places) = (input.Names, CsvHeader.Places(input.Names));
        int Find(CsvColumn column, string option) => column.In(names, places) is >= 0 and var found ? found
            : throw input.Wrong(
                $"there is no column {column}, which {options.Called(option)} names; " +
                CsvHeader.Instead(column.Name, names));
        int[] All(IReadOnlyList<CsvColumn> columns, string option) => [.. columns.Select(column => Find(column, option))];
        var roles = new List<(int At, ColumnRole Role)> { (Find(options.Target, nameof(options.Target)), ColumnRole.Target) };
        if (options.Weights is { } w) roles.Add((Find(w, nameof(options.Weights)), ColumnRole.Weight));
        if (options.Event is { } e) roles.Add((Find(e, nameof(options.Event)), ColumnRole.Event));
        if (options.Groups is { } g) roles.Add((Find(g, nameof(options.Groups)), ColumnRole.Group));
        var ignored = All(options.Ignored, nameof(options.Ignored));
        var kinds = new (int[] Columns, ColumnKind Kind)[]
        {
            (All(options.Categorical, nameof(options.Categorical)), ColumnKind.Category),
            (All(options.Numeric, nameof(options.Numeric)), ColumnKind.Number),
            (All(options.Dates, nameof(options.Dates)), ColumnKind.Date),
        };
        CheckApart(input, options, [.. roles.Select(role => role.At), .. ignored, .. kinds.SelectMany(kind => kind.Columns)]);
        var kindOf = kinds.SelectMany(kind => kind.Columns.Select(at => (at, kind.Kind))).ToDictionary();
        var taken = roles.Select(role => role.At).Concat(ignored).ToHashSet();
        var features = Enumerable.Range(0, names.Length).Where(at => !taken.Contains(at)).ToArray();
        if (features.Length == 0)
            throw input.Wrong(
                $"no column is left for the features; the columns are {CsvHeader.Listed(names)}. Is the separator right?");
        return
        [
            .. features.Select(at => Column(names, at, ColumnRole.Feature, kindOf.GetValueOrDefault(at, ColumnKind.Auto))),
            .. roles.Select(role => Column(names, role.At, role.Role, KindOf(role.Role, options))),
        ];
    }

    static PlannedColumn Column(string[] names, int at, ColumnRole role, ColumnKind kind) =>
        new(names[at], at, role, kind, kind == ColumnKind.Auto);

    static ColumnKind KindOf(ColumnRole role, CsvOptions options) => role switch
    {
        ColumnRole.Group => ColumnKind.Category,
        ColumnRole.Target when options.Event is null && options.TargetKind == CsvTarget.Auto => ColumnKind.Auto,
        ColumnRole.Target when options.Event is null && options.TargetKind == CsvTarget.Class => ColumnKind.Category,
        _ => ColumnKind.Number,
    };

    static void CheckApart(CsvInput input, CsvOptions options, int[] named)
    {
        if (named.CountBy(at => at).FirstOrDefault(uses => uses.Value > 1) is { Value: > 1 } twice)
        {
            string[] lists = [nameof(options.Target), nameof(options.Weights), nameof(options.Event), nameof(options.Groups),
                nameof(options.Ignored), nameof(options.Categorical), nameof(options.Numeric)];
            throw input.Wrong(
                $"column '{Shown.Value(input.Names[twice.Key])}' is named twice among " +
                $"{string.Join(", ", lists.Select(options.Called))} and {options.Called(nameof(options.Dates))}; name it once.");
        }
    }
}
