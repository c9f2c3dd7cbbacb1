using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>What a chain keeps for batches of one size: each link's activations, their slopes and their gradients.</summary>
sealed class ChainMemory : IDisposable
{
    readonly ScalarType type;
    readonly Dictionary<(int Link, int Role), KeptMatrix> matrices = [];

    internal ChainMemory(long rows, ScalarType type) => (Rows, this.type) = (rows, type);

    internal long Rows { get; }

    internal bool Fits(long rows, ScalarType other) => rows == Rows && other == type;

    /// <summary>A link's outputs, rows × units.</summary>
    internal KeptMatrix Values(int link, long units) => Of(link, -1, units);

    /// <summary>The slopes of its elements: what ∂loss/∂(its outputs) is multiplied by.</summary>
    internal KeptMatrix Slopes(int link, long units) => Of(link, -2, units);

    /// <summary>∂loss/∂(its outputs).</summary>
    internal KeptMatrix Gradient(int link, long units) => Of(link, -3, units);

    /// <summary>What one of its layers needs besides.</summary>
    internal KeptMatrix Scratch(int link, int layer, long units) => Of(link, layer, units);

    KeptMatrix Of(int link, int role, long units)
    {
        if (!matrices.TryGetValue((link, role), out var matrix))
            matrices[(link, role)] = matrix = new(Rows, units, type);
        return matrix;
    }

    public void Dispose()
    {
        foreach (var matrix in matrices.Values) matrix.Dispose();
        matrices.Clear();
    }
}
