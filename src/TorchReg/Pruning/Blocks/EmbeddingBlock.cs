using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>An embedding: its units are the numbers of a row; it takes indices, which are one whole.</summary>
sealed class EmbeddingBlock(string name, Embedding embedding) : Block(name, embedding)
{
    internal override int Units => (int)embedding.weight!.shape[1];

    internal override int Columns => 1;

    internal override int? UnitAxis(Tensor output) => (int)output.dim() - 1;

    internal override int? ColumnAxis(Tensor input) => null;

    // A unit that is the same number in every row does not depend on the index.
    internal override bool[,] Reads()
    {
        using var scope = NewDisposeScope();
        var weight = embedding.weight!.detach();
        var varies = HostMemory.Numbers(weight.ne(weight.narrow(0, 0, 1)).any(0));
        var reads = new bool[Units, 1];
        for (var unit = 0; unit < varies.Length; unit++) reads[unit, 0] = varies[unit] != 0;
        return reads;
    }

    internal override void Keep(Kept kept)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        embedding.weight = Like(embedding.weight!, At(embedding.weight!, 1, kept.Units));
    }

    internal override long CountOf(Kept kept) => ParameterCount / Units * Count(kept.Units);

    internal override Action Remember()
    {
        var weight = CloneOf(embedding.weight)!;
        return () => embedding.weight = weight;
    }
}
