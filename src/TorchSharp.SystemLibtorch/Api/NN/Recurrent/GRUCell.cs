using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>One step of <see cref="GRU"/>: h of batch × hiddenSize after an input of batch × inputSize.</summary>
    public sealed class GRUCell : nn.Module<Tensor, Tensor, Tensor>
    {
        static readonly Op step = new("gru_cell");
        readonly CellShapes shapes;

        internal GRUCell(long inputSize, long hiddenSize, bool bias) : base("torch::nn::GRUCellImpl")
        {
            shapes = new(3, inputSize, hiddenSize);
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
            public static GRUCell GRUCell(
                long inputSize, long hiddenSize, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new GRUCell(inputSize, hiddenSize, bias).MoveTo<GRUCell>(device, dtype);
        }
    }
}
