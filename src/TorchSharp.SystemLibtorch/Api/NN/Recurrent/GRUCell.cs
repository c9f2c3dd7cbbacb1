using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One step of <see cref="GRU"/>: h of batch × hiddenSize after an input of batch × inputSize.</summary>
    public sealed partial class GRUCell : nn.Module<Tensor, Tensor, Tensor>
    {
        static readonly Op step = new("gru_cell");
        readonly CellShapes shapes;

        internal GRUCell(long inputSize, long hiddenSize, bool bias) : base("torch::nn::GRUCellImpl")
        {
            shapes = new(3, inputSize, hiddenSize);
            Own(shapes.NewWeights(bias));
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static GRUCell GRUCell(
                long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new GRUCell(inputSize, hiddenSize, bias).MoveTo<GRUCell>(device, dtype);
        }
    }
}
