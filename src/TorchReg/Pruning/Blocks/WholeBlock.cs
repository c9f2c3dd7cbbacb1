using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>
/// A layer that is left as it is, with all that it takes and gives: a layer norm divides by the deviation of all units.
/// </summary>
sealed class WholeBlock(string name, nn.Module<Tensor, Tensor> module) : Block(name, module)
{
    internal override int Units => 1;

    internal override int Columns => 1;

    internal override int? UnitAxis(Tensor output) => null;

    internal override int? ColumnAxis(Tensor input) => null;

    internal override bool[,] Reads() => new[,] { { true } };

    internal override bool IsWhole => true;

    internal override void Keep(Kept kept) { }

    internal override long CountOf(Kept kept) => ParameterCount;

    internal override Action Remember() => () => { };
}
