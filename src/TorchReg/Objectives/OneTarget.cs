using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>Targets that are the same in all rows that count: there is nothing to learn from them.</summary>
static class OneTarget
{
    /// <summary>"have the target 3", "are of class 0"; null where targets differ.</summary>
    internal static string? Of(Dataset data)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var y = data.Targets.reshape(data.Rows, -1);
        if (y.NumberOfElements == 0) return null;
        var rows = data.Weights is { } weights ? y.index_select(0, weights.gt(Scalars.Of(0)).nonzero().flatten()) : y;
        var first = rows.narrow(0, 0, 1);
        if (rows.ne(first).any().ReadBoolean()) return null;
        var value = string.Join(", ", Kernels.HostMemory.Numbers(first.to(ScalarType.Float64)).Select(
            number => FormattableString.Invariant($"{number}")));
        return data.Targets.dtype == ScalarType.Int64 ? $"are of class {value}" : $"have the target {value}";
    }
}
