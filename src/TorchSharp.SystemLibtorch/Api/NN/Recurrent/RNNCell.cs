using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One step of <see cref="RNN"/>: h of batch × hiddenSize after an input of batch × inputSize.</summary>
    public sealed partial class RNNCell : nn.Module<Tensor, Tensor, Tensor>
    {
        static readonly Op tanh = new("rnn_tanh_cell"), relu = new("rnn_relu_cell");
        readonly Op step;
        readonly CellShapes shapes;

        internal RNNCell(long inputSize, long hiddenSize, nn.NonLinearities nonLinearity, bool bias)
            : base("torch::nn::RNNCellImpl")
        {
            shapes = new(1, inputSize, hiddenSize);
            step = nonLinearity == nn.NonLinearities.ReLU ? relu : tanh;
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
            public static RNNCell RNNCell(
                long inputSize, long hiddenSize, NonLinearities nonLinearity = NonLinearities.Tanh, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                new RNNCell(inputSize, hiddenSize, nonLinearity, bias).MoveTo<RNNCell>(device, dtype);
        }
    }
}
