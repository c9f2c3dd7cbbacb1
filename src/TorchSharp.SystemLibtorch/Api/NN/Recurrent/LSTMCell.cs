using System.Runtime.InteropServices;
using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One step of <see cref="LSTM"/>: (h, c), each batch × hiddenSize, after an input of batch × inputSize.</summary>
    public sealed partial class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
    {
        static readonly Op step = new("lstm_cell");
        readonly CellShapes shapes;

        internal LSTMCell(long inputSize, long hiddenSize, bool bias) : base("torch::nn::LSTMCellImpl")
        {
            shapes = new(4, inputSize, hiddenSize);
            Own(shapes.NewWeights(bias));
        }

        public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
        {
            // The package takes null for an undefined tensor, and fails.
            var (h, c) = h0_c0 ?? throw new ExternalException(
                $"An LSTMCell needs its state: pass (zeros(batch, {shapes.HiddenSize}), zeros(batch, {shapes.HiddenSize})).");
            shapes.Check(input, h, c);
            return step.Call2(input, (Tensor[])[h, c], weight_ih, weight_hh, bias_ih, bias_hh);
        }

        public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LSTMCell LSTMCell(
                long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new LSTMCell(inputSize, hiddenSize, bias).MoveTo<LSTMCell>(device, dtype);
        }
    }
}
