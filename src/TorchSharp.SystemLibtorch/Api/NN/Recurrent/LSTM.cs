using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Long short-term memory: c' = σ(f)·c + σ(i)·tanh(g), h' = σ(o)·tanh(c'), with (i, f, g, o) = W_ih x + b_ih + W_hh h + b_hh.
    /// The input is steps × batch × inputSize, or batch first; the results are all h of the last layer, and the last h and c of
    /// each.
    /// </summary>
    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        static readonly Op lstm = new("lstm.input");
        readonly Recurrence recurrence;

        internal LSTM(Recurrence recurrence) : base("torch::nn::LSTMImpl")
        {
            this.recurrence = recurrence;
            Own(recurrence.NewWeights());
        }

        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
        {
            var r = recurrence;
            using var start = h0_c0 is null ? r.Start(input) : null;
            var (h, c) = h0_c0 ?? (start!, start!);
            r.Check(input, h, c);
            return lstm.Call3(
                input, (Tensor[])[h, c], Owned, r.HasBias, r.NumLayers, r.Dropout, training, r.Bidirectional, r.BatchFirst);
        }

        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        /// <summary>Nothing to do here: libtorch lays the weights out for cuDNN at each call.</summary>
        public void flatten_parameters() { }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LSTM LSTM(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false,
                double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new LSTM(
                    new(4, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional)).MoveTo<LSTM>(device,
                    dtype);
        }
    }
}
