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
        init => featureNames = value is null || value.Count == Features.size(1)
            ? value
            : throw new ArgumentException(
                $"FeatureNames must be {Features.size(1)}, one for each column; given {value.Count}.",
                nameof(FeatureNames));
    }

    /// <summary>
    /// The names of the classes by their index, or of the targets' columns; null (default) where they have none.
    /// </summary>
    public IReadOnlyList<string>? TargetNames { get => targetNames; init => targetNames = value; }

    private IReadOnlyList<string>? targetNames;

    /// <summary>Takes over another's names, as far as they fit.</summary>
    private Dataset NamedAs(Dataset other)
    {
        targetNames = other.targetNames;
        if (other.featureNames is { } names && names.Count == Features.size(1)) featureNames = names;
        return this;
    }
}
