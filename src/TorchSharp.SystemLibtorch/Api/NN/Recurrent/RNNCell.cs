using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One step of <see cref="RNN"/>: h of batch × hiddenSize after an input of batch × inputSize.</summary>
    public sealed class RNNCell : nn.Module<Tensor, Tensor, Tensor>
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

        public Parameter? weight_ih { get => OwnedUnder(nameof(weight_ih)); set => Replace(nameof(weight_ih), value); }
        public Parameter? weight_hh { get => OwnedUnder(nameof(weight_hh)); set => Replace(nameof(weight_hh), value); }
        public Parameter? bias_ih { get => OwnedUnder(nameof(bias_ih)); set => Replace(nameof(bias_ih), value); }
        public Parameter? bias_hh { get => OwnedUnder(nameof(bias_hh)); set => Replace(nameof(bias_hh), value); }

        public override Tensor forward(Tensor input, Tensor? h0 = null)
        {
            using var start = h0 is null ? shapes.Start(input) : null;
            var h = h0 ?? start!;
            shapes.Check(input, h);
            return step.Call(input, h, weight_ih, weight_hh, bias_ih, bias_hh);
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
