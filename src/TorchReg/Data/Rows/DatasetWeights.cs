using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>What row weights must be: w ∈ ℝⁿ, finite, wᵢ ≥ 0, Σ wᵢ > 0.</summary>
internal static class DatasetWeights
{
    public static Tensor? Checked(Tensor? weights, long rows)
    {
        if (weights is null) return null;
        if (weights.Dimensions != 1 || weights.shape[0] != rows)
            throw Refused($"[{string.Join("×", weights.shape)}] for {rows} rows");
        using var scope = NewDisposeScope();
        var wrong = weights.isfinite().logical_not().logical_or(weights.lt(Scalars.Of(0))).nonzero();
        if (wrong.shape[0] > 0)
        {
            var row = wrong[0, 0].ReadInt64();
            throw Refused(FormattableString.Invariant($"{weights[row].to(ScalarType.Float64).ReadDouble()} in row {row}"));
        }
        return weights.count_nonzero().ReadInt64() > 0 ? weights : throw Refused($"{rows} zeros");
    }

    private static ArgumentException Refused(string given) =>
        new($"weights must be n finite numbers, 0 or more, one per row and not all 0; given {given}.", "weights");
}
