using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Gated recurrent units: h' = (1 − σ(z))·tanh(n_i + σ(r)·n_h) + σ(z)·h, with (r, z, n) = W_ih x + b_ih and W_hh h + b_hh, of
    /// which r and z are added. The input is steps × batch × inputSize, or batch first; the results are all h of the last layer,
    /// and the last h of each.
    /// </summary>
    public sealed class GRU : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        static readonly Op gru = new("gru.input");
        readonly Recurrence recurrence;

        internal GRU(Recurrence recurrence) : base("torch::nn::GRUImpl")
        {
            this.recurrence = recurrence;
            Own(recurrence.NewWeights());
        }

        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
        {
            var r = recurrence;
            using var start = h0 is null ? r.Start(input) : null;
            var h = h0 ?? start!;
            r.Check(input, h);
            return gru.Call2(input, h, Owned, r.HasBias, r.NumLayers, r.Dropout, training, r.Bidirectional, r.BatchFirst);
        }

        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0!);

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
            public static GRU GRU(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false,
                double dropout = 0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new GRU(
                    new(3, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional)).MoveTo<GRU>(device,
                    dtype);
        }
    }
}
