using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>Which features and targets are rows of one data set.</summary>
static class DatasetShapes
{
    internal static Tensor Checked(StoredRows rows, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(targets);
        return targets.Dimensions >= 1 && targets.shape[0] == rows.Rows ? targets
            : throw new ArgumentException(
                $"targets must have the {rows.Rows} rows of the features; given [{string.Join("×", targets.shape)}].",
                nameof(targets));
    }

    internal static (Tensor, Tensor, Tensor?) Checked(Tensor features, Tensor targets, Tensor? weights)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        if (features.Dimensions < 2 || targets.Dimensions < 1 || features.shape[0] != targets.shape[0] || features.shape[0] == 0)
            throw new ArgumentException(
                "features must be n × p and targets have the same n rows, n above 0; given " +
                    $"[{string.Join("×", features.shape)}] and [{string.Join("×", targets.shape)}].",
                nameof(features));
        return (features, targets, DatasetWeights.Checked(weights, features.shape[0]));
    }
}
