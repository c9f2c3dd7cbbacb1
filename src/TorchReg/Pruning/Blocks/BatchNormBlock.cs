using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>A batch norm in eval mode: each unit is its column scaled and moved.</summary>
sealed class BatchNormBlock(string name, BatchNorm norm) : Block(name, norm)
{
    internal override int Units => (int)norm.running_mean!.shape[0];

    internal override int Columns => Units;

    internal override int? UnitAxis(Tensor output) => 1;

    internal override int? ColumnAxis(Tensor input) => 1;

    internal override int[] ColumnOfUnit => [.. Enumerable.Range(0, Units)];

    internal override bool[,] Reads()
    {
        var reads = new bool[Units, Units];
        for (var i = 0; i < Units; i++) reads[i, i] = true;
        if (!norm.affine) return reads;
        var scale = NotZero(norm.weight!.detach().unsqueeze(1));
        for (var i = 0; i < Units; i++) reads[i, i] = scale[i, 0];
        return reads;
    }

    internal override void Keep(Kept kept)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (norm.affine)
        {
            norm.weight = Like(norm.weight!, At(norm.weight!, 0, kept.Units));
            if (norm.bias is { } bias) norm.bias = Like(bias, At(bias, 0, kept.Units));
        }
        norm.running_mean = At(norm.running_mean!, 0, kept.Units).DetachFromDisposeScope();
        norm.running_var = At(norm.running_var!, 0, kept.Units).DetachFromDisposeScope();
    }

    internal override long CountOf(Kept kept) => ParameterCount / Units * Count(kept.Units);

    internal override Action Remember()
    {
        var (weight, bias) = norm.affine ? (CloneOf(norm.weight), CloneOf(norm.bias)) : (null, null);
        var mean = norm.running_mean!.clone().DetachFromDisposeScope();
        var variance = norm.running_var!.clone().DetachFromDisposeScope();
        return () =>
        {
            if (weight is not null) norm.weight = weight;
            if (bias is not null) norm.bias = bias;
            (norm.running_mean, norm.running_var) = (mean, variance);
        };
    }
}
