namespace TorchReg.Data;

/// <summary>
/// The encoding learnt from one file, for others with the same columns. Categories and classes are in ascending order, as
/// numbers where all are numbers. A file with a header may have its columns in another order and more of them; one without
/// has the same columns.
/// </summary>
/// <param name="Options">How the first file was read; what was found, as the separator, is filled in.</param>
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
    /// <summary>The column of events; null without.</summary>
    public CsvField? Event { get; init; }

    /// <summary>The column of groups, whose categories are their names; null without.</summary>
    public CsvField? Groups { get; init; }

    /// <summary>
    /// The names of the p columns of <see cref="Dataset.Features"/>: <c>age</c> for numbers, <c>city=Rome</c> and
    /// <c>city=(rare)</c> for indicators, <c>sold year</c>, <c>sold month=3</c>, <c>sold weekday=Mon</c> and <c>sold days</c>
    /// for dates, <c>age missing</c> for the indicator of missing cells.
    /// </summary>
    public IReadOnlyList<string> FeatureNames => [.. Features.SelectMany(column => column.FeatureNames)];

    /// <summary>
    /// The position in <see cref="Features"/> of the column that each of the p columns of <see cref="Dataset.Features"/> comes
    /// from: indicators of one column have one number, as <c>new ColumnGroups(schema.FeatureGroups)</c> takes it.
    /// </summary>
    public IReadOnlyList<int> FeatureGroups => [.. Features.SelectMany((column, i) => Enumerable.Repeat(i, column.Width))];

    /// <summary>The names of the classes, by class index; null where the target is a number.</summary>
    public IReadOnlyList<string>? Classes => Target.Categories;

    /// <summary>p.</summary>
    internal int Width => Features.Sum(column => column.Width);

    /// <summary>The columns beside the features: target, weight, event, group.</summary>
    internal IReadOnlyList<CsvField> Beside =>
        [.. new[] { Target, Weights, Event, Groups }.OfType<CsvField>()];

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
