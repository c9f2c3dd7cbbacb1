using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>Units and columns that are one number in every row, whatever the input, by their weights.</summary>
sealed class Constants
{
    readonly IReadOnlyList<Block> blocks;
    readonly Influences influences;
    readonly Dictionary<Block, bool[]> units, columns;
    readonly Dictionary<Block, double[]> values;

    internal Constants(
        IReadOnlyList<Block> blocks, IReadOnlyDictionary<Block, bool[,]> reads, Influences influences, Pass pass)
    {
        (this.blocks, this.influences) = (blocks, influences);
        units = blocks.ToDictionary(block => block, block => new bool[block.Units]);
        columns = blocks.ToDictionary(block => block, block => new bool[block.Columns]);
        values = blocks.ToDictionary(block => block, block => Seen(block, pass.Calls[block]));
        while (FindColumns() | FindUnits(reads)) { }
    }

    /// <summary>What a column is in every row; NaN where it varies, or may vary.</summary>
    internal double this[Block block, int column] => columns[block][column] ? values[block][column] : double.NaN;

    bool FindColumns()
    {
        var hasChanged = false;
        foreach (var block in blocks)
            for (var j = 0; j < block.Columns; j++)
            {
                if (columns[block][j] || double.IsNaN(values[block][j])) continue;
                var influencing = influences.Of(block, j);
                columns[block][j] = influencing.Count > 0
                    && influencing.All(unit => unit.Block is { } from && units[from][unit.Index]);
                hasChanged |= columns[block][j];
            }
        return hasChanged;
    }

    bool FindUnits(IReadOnlyDictionary<Block, bool[,]> reads)
    {
        var hasChanged = false;
        foreach (var block in blocks.Where(block => !block.IsWhole))
            for (var u = 0; u < block.Units; u++)
            {
                if (units[block][u]) continue;
                units[block][u] = !Enumerable.Range(0, block.Columns).Any(j => reads[block][u, j] && !columns[block][j]);
                hasChanged |= units[block][u];
            }
        return hasChanged;
    }

    // What each column was in all rows and places of all calls; NaN where it was not one number.
    static double[] Seen(Block block, List<Call> calls)
    {
        double[]? seen = null;
        foreach (var call in calls)
        {
            var own = Of(call.Input, block.ColumnAxis(call.Input));
            seen = seen is null ? own : [.. seen.Zip(own, (a, b) => Math.Abs(a - b) <= 1e-6 * Math.Abs(a) ? a : double.NaN)];
        }
        return seen!;
    }

    static double[] Of(Tensor input, int? axis)
    {
        if (axis is not { } along || !input.is_floating_point()) return [double.NaN];
        using var scope = NewDisposeScope();
        var flat = input.movedim([along], [0]).reshape(input.shape[along], -1).to(ScalarType.Float64);
        var (low, high) = (HostMemory.Numbers(flat.amin([1])), HostMemory.Numbers(flat.amax([1])));
        return [.. low.Zip(high, (a, b) => b - a <= 1e-6 * Math.Abs(a) ? a : double.NaN)];
    }
}
