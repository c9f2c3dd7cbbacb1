using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>A layer with weights, as units that it gives by columns that it takes: whole ones can be taken away.</summary>
abstract class Block(string name, nn.Module<Tensor, Tensor> module)
{
    internal string Name => name;

    internal nn.Module<Tensor, Tensor> Module => module;

    internal abstract int Units { get; }

    internal abstract int Columns { get; }

    /// <summary>The axis of an output along which its units lie; null where it is one whole.</summary>
    internal abstract int? UnitAxis(Tensor output);

    /// <summary>The axis of an input along which its columns lie; null where it is one whole.</summary>
    internal abstract int? ColumnAxis(Tensor input);

    /// <summary>Whether each unit's weight of each column is not 0: units × columns.</summary>
    internal abstract bool[,] Reads();

    /// <summary>Where units each belong to a column, as of a batch norm: the column of each; otherwise null.</summary>
    internal virtual int[]? ColumnOfUnit => null;

    /// <summary>Whether neither units nor columns can be taken away.</summary>
    internal virtual bool IsWhole => false;

    /// <summary>Whether a column that is this number in every row can go into the bias.</summary>
    internal virtual bool TakesIntoBias(double constant) => true;

    /// <summary>Leaves these units and columns; constants are what columns that are gone were, NaN for those not read.</summary>
    internal abstract void Keep(Kept kept);

    /// <summary>Numbers in the parameters once this is kept.</summary>
    internal abstract long CountOf(Kept kept);

    /// <summary>All that <see cref="Keep"/> changes, as it is now: gives back what puts it back.</summary>
    internal abstract Action Remember();

    internal long ParameterCount => module.parameters().Sum(parameter => parameter.NumberOfElements);

    /// <summary>Which elements of a matrix, or kernels of an array of them, have a number other than 0.</summary>
    protected static bool[,] NotZero(Tensor weight)
    {
        using var scope = NewDisposeScope();
        var isNotZero = weight.detach().ne(Scalars.Of(0L));
        var numbers = HostMemory.Numbers(weight.dim() > 2 ? isNotZero.flatten(2).any(2) : isNotZero);
        var (units, columns) = ((int)weight.shape[0], (int)weight.shape[1]);
        var reads = new bool[units, columns];
        for (var i = 0; i < numbers.Length; i++) reads[i / columns, i % columns] = numbers[i] != 0;
        return reads;
    }

    protected static Tensor At(Tensor from, int axis, bool[] kept) =>
        from.detach().index_select(axis, tensor(Indices(kept), device: from.device));

    protected static long Count(bool[] kept) => kept.Count(stays => stays);

    protected static long[] Indices(bool[] kept) => [.. kept.Index().Where(pair => pair.Item).Select(pair => (long)pair.Index)];

    // Detached here, since not every layer's setter does so.
    protected static Parameter Like(Parameter old, Tensor values)
    {
        var parameter = nn.Parameter(values.clone(), old.requires_grad);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    protected static Parameter? CloneOf(Parameter? old) => old is null ? null : Like(old, old.detach());
}
