using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>
/// Passes in which every block gives random numbers that do not depend on what it takes, but some units of one block give others:
/// what then changes in front of another block depends on these units by what lies between the two, and by nothing else.
/// </summary>
sealed class Probe : IDisposable
{
    readonly ModelTrace trace;
    readonly Tensor input, otherInput;
    readonly Dictionary<Block, List<(Tensor Usual, Tensor Other)>> outputs;
    readonly Pass usual;

    internal Probe(ModelTrace trace, Pass first, Tensor input)
    {
        this.trace = trace;
        using var random = new Generator(20, input.device);
        using var noGrad = no_grad();
        this.input = Drawn(input, random);
        otherInput = input.is_floating_point() ? Drawn(input, random) : input.flip(0).DetachFromDisposeScope();
        outputs = first.Calls.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.Select(call => (Drawn(call.Output!, random), Drawn(call.Output!, random))).ToList());
        usual = trace.Run(this.input, (block, call) => outputs[block][call].Usual.clone());
        using var again = trace.Run(this.input, (block, call) => outputs[block][call].Usual.clone());
        if (Changed(usual.Output, again.Output, null)[0])
            throw Blocks.Refused("two passes in eval mode over the same rows differ");
    }

    // Numbers of both signs and of several sizes, row by row: what is flat or cut off for some is not for all.
    static Tensor Drawn(Tensor like, Generator random)
    {
        if (!like.is_floating_point()) return like.clone().DetachFromDisposeScope();
        using var scope = NewDisposeScope();
        double[] sizes = [0.1, 1, 10];
        var rows = (int)like.shape[0];
        long[] shape = [rows, .. Enumerable.Repeat(1L, (int)like.dim() - 1)];
        var scale = tensor(Enumerable.Range(0, rows).Select(row => sizes[row % sizes.Length]).ToArray(), device: like.device);
        var drawn = randn(like.shape, dtype: ScalarType.Float64, device: like.device, generator: random);
        return drawn.mul(scale.reshape(shape)).to(like.dtype).DetachFromDisposeScope();
    }

    /// <summary>
    /// For each block, and null for the model's output, which of its columns change when these units of a block change.
    /// </summary>
    /// <param name="of">The block; null for the model's input, whose units are the numbers of a row.</param>
    /// <param name="units">Those that change.</param>
    internal IEnumerable<(Block? Of, bool[] Columns)> Change(Block? of, bool[] units)
    {
        using var noGrad = no_grad();
        var given = of is null ? Mixed(input, otherInput, null, units) : input.alias();
        using var pass = trace.Run(given, (block, call) => block == of
            ? Mixed(outputs[block][call].Usual, outputs[block][call].Other, of.UnitAxis(outputs[block][call].Usual), units)
            : outputs[block][call].Usual.clone());
        given.Dispose();
        foreach (var (block, calls) in pass.Calls) yield return (block, OfCalls(block, calls));
        yield return (null, Changed(usual.Output, pass.Output, null));
    }

    bool[] OfCalls(Block block, List<Call> calls)
    {
        var before = usual.Calls[block];
        if (before.Count != calls.Count) return [.. Enumerable.Repeat(true, block.Columns)];
        var changed = new bool[block.Columns];
        foreach (var (old, now) in before.Zip(calls))
        {
            var own = Changed(old.Input, now.Input, block.ColumnAxis(old.Input));
            if (own.Length != changed.Length) return [.. Enumerable.Repeat(true, block.Columns)];
            for (var j = 0; j < own.Length; j++) changed[j] |= own[j];
        }
        return changed;
    }

    // NaN is unlike NaN: what can't be seen counts as changed.
    static bool[] Changed(Tensor before, Tensor after, int? axis)
    {
        if (!before.shape.SequenceEqual(after.shape)) return [true];
        using var scope = NewDisposeScope();
        var unlike = before.ne(after);
        if (axis is not { } along) return [unlike.any().ReadBoolean()];
        var byColumn = unlike.movedim([along], [0]).reshape(before.shape[along], -1).any(1);
        return [.. HostMemory.Numbers(byColumn).Select(any => any != 0)];
    }

    static Tensor Mixed(Tensor usual, Tensor other, int? axis, bool[] units)
    {
        using var scope = NewDisposeScope();
        if (axis is null && units.Length == 1) return (units[0] ? other : usual).clone().MoveToOuterDisposeScope();
        long[] shape = axis is { } along
            ? [.. Enumerable.Range(0, (int)usual.dim()).Select(i => i == along ? (long)units.Length : 1)]
            : [1, .. usual.shape.Skip(1)];
        return where(tensor(units, device: usual.device).reshape(shape), other, usual).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        usual.Dispose();
        input.Dispose();
        otherInput.Dispose();
        foreach (var (one, other) in outputs.Values.SelectMany(own => own))
        {
            one.Dispose();
            other.Dispose();
        }
    }
}
