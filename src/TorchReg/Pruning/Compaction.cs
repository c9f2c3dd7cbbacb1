using System.Runtime.InteropServices;
using TorchReg.Layers;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>
/// What of a trained model can be taken away without a change of what it gives: units, filters and channels whose weights
/// regularization made zero, with all that they feed. What a unit without live weights gives, the same number in every row, goes
/// into the biases behind it.
/// </summary>
/// <remarks>
/// <para>
/// The layers Linear, Conv1d to Conv3d (of one group, or each channel by itself), BatchNorm and Embedding lose units; any other
/// layer with parameters, as LayerNorm, is left as it is with what it takes and gives. What lies between layers, activations,
/// pooling, flatten, dropout, sums of branches and code of one's own, is not read but probed: every layer gives random numbers,
/// some units of one layer give others, and what changes in front of another layer depends on these. So a sum of two branches
/// loses a channel only where both can do without.
/// </para>
/// <para>
/// A channel is removed as in Li et al., Pruning filters for efficient ConvNets, ICLR 2017, section 3.1; that exact zeros of a
/// group penalty are what to remove is Wen et al., Learning structured sparsity in deep neural networks, NIPS 2016, section 3.
/// </para>
/// </remarks>
/// <example><code>
/// var compaction = Compaction.Of(model, rows);
/// Console.WriteLine(compaction);
/// compaction.Apply();
/// </code></example>
public sealed class Compaction
{
    const int ProbedRows = 32;

    readonly nn.Module<Tensor, Tensor> model;
    readonly Tensor example;
    readonly IReadOnlyList<(Block Block, Kept Kept)> plan;

    Compaction(nn.Module<Tensor, Tensor> model, Tensor example, IReadOnlyList<(Block, Kept)> plan, int[] kept, int[] unused)
    {
        (this.model, this.example, this.plan, UnusedInputs) = (model, example, plan, unused);
        KeptInputs = kept;
        Layers = [.. plan.Select(pair => LayerOf(pair.Item1, pair.Item2))];
    }

    /// <summary>Each layer with weights, in the model's order.</summary>
    public IReadOnlyList<CompactedLayer> Layers { get; }

    /// <summary>
    /// The numbers of a row that no live weight reads, counted from 0 in row-major order; none where the first layer is a
    /// convolution that reads its channels.
    /// </summary>
    public IReadOnlyList<int> UnusedInputs { get; }

    /// <summary>The numbers of a row that the smaller model takes, in order; all of them unless inputs are dropped.</summary>
    public IReadOnlyList<int> KeptInputs { get; }

    /// <summary>Numbers in the layers' parameters as they were.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Numbers in the layers' parameters once <see cref="Apply"/> is done.</summary>
    public long KeptParameters => Layers.Sum(layer => layer.KeptParameters);

    /// <summary>Finds what can go. The model is left as it is.</summary>
    /// <param name="model">
    /// A trained model, of any classes. Its layers have to be run by <c>call</c>, not by <c>forward</c>, which passes over what
    /// watches them.
    /// </param>
    /// <param name="example">Some rows that it takes, rows first: one or more; tens of different ones are best.</param>
    /// <param name="dropInputs">
    /// Whether columns that nothing reads go as well: then the smaller model takes the <see cref="KeptInputs"/> alone, or all of
    /// them behind a <see cref="TakeColumns"/>. Default false. For rows × columns only.
    /// </param>
    /// <exception cref="InvalidOperationException">Something in the model can't be followed; the message names it.</exception>
    public static Compaction Of(nn.Module<Tensor, Tensor> model, Tensor example, bool dropInputs = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(example);
        if (example.dim() == 0 || example.NumberOfElements == 0)
            throw new ArgumentException($"{nameof(example)} must hold rows; given [{string.Join("×", example.shape)}].");
        if (dropInputs && !(example.dim() == 2 && example.is_floating_point()))
            throw new ArgumentException($"{nameof(dropInputs)} is for rows × columns of numbers; given {example.dtype} of " +
                $"[{string.Join("×", example.shape)}].");
        var blocks = Blocks.Of(model);
        using var rows = Tiled(example);
        var trace = new ModelTrace(model, blocks);
        using var pass = trace.Run(rows);
        if (blocks.FirstOrDefault(block => pass.Calls[block].Count == 0) is { } silent)
            throw Blocks.Refused($"'{silent.Name}' did not run, or by forward(x): run it by call(x)");
        using var probe = new Probe(trace, pass, rows);
        var inputs = (int)(rows.NumberOfElements / rows.shape[0]);
        var influences = new Influences(blocks, probe, inputs);
        var reads = blocks.ToDictionary(block => block, block => block.Reads());
        var alive = new Liveness(blocks, reads, influences, new(blocks, reads, influences, pass), dropInputs);
        return new(
            model,
            example.detach().clone().DetachFromDisposeScope(),
            [.. blocks.Select(block => (block, alive.Of(block)))],
            [.. Enumerable.Range(0, inputs).Where(alive.KeepsInput)],
            Unused(blocks, influences, alive, inputs));
    }

    static Tensor Tiled(Tensor example)
    {
        var copies = (ProbedRows + example.shape[0] - 1) / example.shape[0];
        long[] repeats = [copies, .. Enumerable.Repeat(1L, (int)example.dim() - 1)];
        return example.detach().repeat(repeats).DetachFromDisposeScope();
    }

    static int[] Unused(IReadOnlyList<Block> blocks, Influences influences, Liveness alive, int inputs)
    {
        var isUsed = new bool[inputs];
        foreach (var unit in influences.OfOutput.Where(unit => unit.Block is null)) isUsed[unit.Index] = true;
        foreach (var block in blocks)
            for (var j = 0; j < block.Columns; j++)
                if (alive.IsRead(block, j))
                    foreach (var unit in influences.Of(block, j).Where(unit => unit.Block is null)) isUsed[unit.Index] = true;
        return [.. Enumerable.Range(0, inputs).Where(i => !isUsed[i])];
    }

    static CompactedLayer LayerOf(Block block, Kept kept)
    {
        var (units, columns) = (kept.Units.Count(stays => stays), kept.Columns.Count(stays => stays));
        return new(block.Name, block.Module.GetType().Name, block.Units, units, block.Columns, columns,
            block.ParameterCount, block.CountOf(kept));
    }

    /// <summary>
    /// Makes the model itself smaller: its layers get new parameters, the kept ones' numbers in them. An optimizer and a
    /// <c>Regularization</c> of before hold the old ones: make new ones.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The smaller model's outputs on the example differ by more than rounding, or it can't run, as where its code holds sizes:
    /// it is put back as it was.
    /// </exception>
    public void Apply()
    {
        using var scope = NewDisposeScope();
        var before = Prediction.Of(model, example);
        Action[] undo = [.. plan.Select(pair => pair.Block.Remember())];
        var reason = Try(before);
        if (reason is null) return;
        foreach (var each in undo) each();
        throw Blocks.Refused($"{reason}; it is as it was");
    }

    string? Try(Tensor before)
    {
        try
        {
            foreach (var (block, kept) in plan) block.Keep(kept);
            return Difference(before, Prediction.Of(model, Taken()));
        }
        catch (Exception e)
            when (e is ArgumentException or InvalidOperationException or ExternalException or IndexOutOfRangeException)
        {
            return $"its code holds sizes that then are others ({e.Message.Split('\n')[0].TrimEnd('.')})";
        }
    }

    Tensor Taken() => example.dim() != 2 || KeptInputs.Count == example.shape[1] ? example
        : example.index_select(1, tensor(KeptInputs.Select(index => (long)index).ToArray(), device: example.device));

    static string? Difference(Tensor before, Tensor after)
    {
        if (!before.shape.SequenceEqual(after.shape))
            return $"it would give [{string.Join("×", after.shape)}] in place of [{string.Join("×", before.shape)}]";
        var (old, now) = (before.to(ScalarType.Float64), after.to(ScalarType.Float64));
        var rounding = before.dtype switch { ScalarType.Float64 => 1e-10, ScalarType.Float32 => 1e-5, _ => 2e-2 };
        var largest = Math.Max(1e-30, old.abs().max().ReadDouble());
        var difference = now.sub(old).abs().max().ReadDouble() / largest;
        return difference <= rounding || !double.IsFinite(largest) ? null
            : FormattableString.Invariant($"what it gives would change by {difference:G2} of its largest number");
    }

    /// <summary>A line a layer, and the sum.</summary>
    public override string ToString() => string.Join('\n', Layers.Select(layer => layer.ToString()).Append(
        FormattableString.Invariant(
            $"all: parameters {KeptParameters:N0} of {Parameters:N0}; {UnusedInputs.Count} of the inputs unused")));
}
