using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>A convolution of each channel by itself: filters belong to their channel.</summary>
sealed class DepthwiseBlock(string name, Convolution convolution) : Block(name, convolution)
{
    internal override int Units => (int)convolution.weight.shape[0];

    internal override int Columns => (int)convolution.groups;

    internal override int? UnitAxis(Tensor output) => 1;

    internal override int? ColumnAxis(Tensor input) => 1;

    internal override int[] ColumnOfUnit => [.. Enumerable.Range(0, Units).Select(unit => unit / (Units / Columns))];

    internal override bool[,] Reads()
    {
        var (own, of) = (NotZero(convolution.weight), ColumnOfUnit);
        var reads = new bool[Units, Columns];
        for (var unit = 0; unit < Units; unit++) reads[unit, of[unit]] = own[unit, 0];
        return reads;
    }

    internal override void Keep(Kept kept)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        convolution.weight = Like(convolution.weight, At(convolution.weight, 0, kept.Units));
        if (convolution.bias is { } bias) convolution.bias = Like(bias, At(bias, 0, kept.Units));
        Resize(Indices(kept.Columns).Length, Units);
    }

    internal override long CountOf(Kept kept) => ParameterCount / Units * Count(kept.Units);

    internal override Action Remember()
    {
        var (weight, bias, units, columns) = (CloneOf(convolution.weight)!, CloneOf(convolution.bias), Units, Columns);
        return () =>
        {
            (convolution.weight, convolution.bias) = (weight, bias);
            Resize(columns, units);
        };
    }

    void Resize(long columns, long units)
    {
        convolution.groups = columns;
        ChannelCounts.Set(convolution, columns, units);
    }
}
