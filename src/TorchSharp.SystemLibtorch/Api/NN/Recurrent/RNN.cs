using System.Runtime.InteropServices;
using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Elman's network: h' = tanh(W_ih x + b_ih + W_hh h + b_hh), or max(0, ·). The input is steps × batch × inputSize, or batch
    /// first; the results are all h of the last layer, and the last h of each.
    /// </summary>
    public sealed class RNN : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        static readonly Op tanh = new("rnn_tanh.input"), relu = new("rnn_relu.input");
        readonly Recurrence recurrence;
        readonly Op op;

        internal RNN(Recurrence recurrence, nn.NonLinearities nonLinearity) : base("torch::nn::RNNImpl")
        {
            this.recurrence = recurrence;
            op = nonLinearity == nn.NonLinearities.ReLU ? relu : tanh;
            Own(recurrence.NewWeights());
        }

        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0)
        {
            var r = recurrence;
            using var start = h0 is null ? r.Start(input) : null;
            var h = h0 ?? start!;
            r.Check(input, h);
            return op.Call2(input, h, Owned, r.HasBias, r.NumLayers, r.Dropout, training, r.Bidirectional, r.BatchFirst);
        }

        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

        /// <summary>Nothing to do here: libtorch lays the weights out for cuDNN at each call.</summary>
        public void flatten_parameters() { }

        // A place counts layers, with two directions each of them twice: the package reads whatever lies behind the last.
        public Parameter? get_weight_ih(long idx) => At("weight_ih", idx);
        public Parameter? get_weight_hh(long idx) => At("weight_hh", idx);
        public Parameter? get_bias_ih(long idx) => At("bias_ih", idx);
        public Parameter? get_bias_hh(long idx) => At("bias_hh", idx);

        Parameter? At(string kind, long place)
        {
            var (layer, direction) = Math.DivRem(place, recurrence.Directions);
            if (layer < 0 || direction < 0 || layer >= recurrence.NumLayers)
                throw Uncaught.Failure(
                    new ExternalException($"There is no layer {place} among {recurrence.NumLayers}."), $"RNN.get_{kind}");
            return get_parameter($"{kind}_l{layer}{(direction == 1 ? "_reverse" : "")}");
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static RNN RNN(
                long inputSize, long hiddenSize, long numLayers = 1, NonLinearities nonLinearity = NonLinearities.Tanh,
                bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device? device = null,
                ScalarType? dtype = null) =>
                new RNN(new(1, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional), nonLinearity)
                    .MoveTo<RNN>(device, dtype);
        }
    }
}
