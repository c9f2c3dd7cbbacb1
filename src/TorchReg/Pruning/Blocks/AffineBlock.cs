using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>A weight of units × columns (× kernel) and a bias: linear layers and convolutions of one group.</summary>
abstract class AffineBlock(string name, nn.Module<Tensor, Tensor> module) : Block(name, module)
{
    protected abstract Parameter Weight { get; set; }

    protected abstract Parameter? Bias { get; set; }

    protected abstract void Resize(long units, long columns);

    internal override int Units => (int)Weight.shape[0];

    internal override int Columns => (int)Weight.shape[1];

    internal override bool[,] Reads() => NotZero(Weight);

    internal override void Keep(Kept kept)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var rows = At(Weight, 0, kept.Units);
        if (Folded(rows, kept) is { } folded)
            Bias = Bias is { } bias ? Like(bias, At(bias, 0, kept.Units).add(folded, Scalars.One)) : Like(Weight, folded);
        else if (Bias is { } same) Bias = Like(same, At(same, 0, kept.Units));
        Weight = Like(Weight, At(rows, 1, kept.Columns));
        Resize(Units, Columns);
    }

    // What the columns that go gave to each unit: their constants times their weights.
    static Tensor? Folded(Tensor rows, Kept kept)
    {
        if (kept.Constants.All(constant => constant == 0)) return null;
        var sums = rows.dim() > 2 ? rows.flatten(2).sum(2) : rows;
        var constants = tensor(kept.Constants, device: rows.device);
        var total = sums.to(ScalarType.Float64).mv(constants);
        return total.ne(Scalars.Of(0L)).any().ReadBoolean() ? total.to(rows.dtype) : null;
    }

    internal override long CountOf(Kept kept)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var hasBias = Bias is not null || Folded(At(Weight, 0, kept.Units), kept) is not null;
        return Count(kept.Units) * (Count(kept.Columns) * (Weight.NumberOfElements / Units / Columns) + (hasBias ? 1 : 0));
    }

    internal override Action Remember()
    {
        var (weight, bias, units, columns) = (CloneOf(Weight)!, CloneOf(Bias), Units, Columns);
        return () =>
        {
            (Weight, Bias) = (weight, bias);
            Resize(units, columns);
        };
    }
}
