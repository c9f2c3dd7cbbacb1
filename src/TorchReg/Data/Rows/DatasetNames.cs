namespace TorchReg.Data;

// What columns, outputs and classes are called.
public sealed partial class Dataset
{
    private IReadOnlyList<string>? featureNames;

    /// <summary>
    /// A name for each of the p columns of the features, as a CSV file's header gives them; null (default) where they have none.
    /// Rows that are selected, split or standardized keep them.
    /// </summary>
    /// <exception cref="ArgumentException">There are not p of them.</exception>
    public IReadOnlyList<string>? FeatureNames
    {
        get => featureNames;
        init => featureNames = value is null || value.Count == NamedColumns
            ? value
            : throw new ArgumentException(
                $"FeatureNames must be {NamedColumns}, one for each column; given {value.Count}.",
                nameof(FeatureNames));
    }

    /// <summary>
    /// The names of the classes by their index, or of the targets' columns; null (default) where they have none.
    /// </summary>
    public IReadOnlyList<string>? TargetNames { get => targetNames; init => targetNames = value; }

    private long NamedColumns => Stored?.Columns ?? Features.size(1);

    private IReadOnlyList<string>? targetNames;

    /// <summary>Takes over another's names, as far as they fit.</summary>
    private Dataset NamedAs(Dataset other)
    {
        targetNames = other.targetNames;
        if (other.featureNames is { } names && names.Count == NamedColumns) featureNames = names;
        return this;
    }
}
