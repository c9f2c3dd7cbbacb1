using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Sums, means or maxima over bags of rows of a table.</summary>
    public sealed class EmbeddingBag : nn.Module<Tensor, Tensor?, Tensor?, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
    {
        static readonly Op bag = new("embedding_bag.padding_idx"), renorm = new("embedding_renorm_"),
        arange = new("arange.start_step"),
            view = new("reshape");
        [ComponentName(Name = nameof(weight))] Parameter _weight = null!;
        readonly long? padding;
        readonly double? maxNorm;
        readonly double normType;
        readonly bool scaleByFrequency, sparse, includeLast;
        readonly EmbeddingBagMode mode;

        internal EmbeddingBag(
            Parameter weight, double? max_norm, double norm_type, bool scale_grad_by_freq, EmbeddingBagMode mode, bool sparse,
            bool include_last_offset, long padding_index) : base("torch::nn::EmbeddingBagImpl")
        {
            this.weight = weight;
            (maxNorm, normType, scaleByFrequency, this.mode, this.sparse) = (
                max_norm,
                norm_type,
                scale_grad_by_freq,
                mode,
                sparse);
            (includeLast, padding) = (include_last_offset, padding_index < 0 ? null : padding_index);
        }

        public Parameter? weight { get => _weight; set => _weight = AdoptGiven(nameof(weight), _weight, value); }

        public Tensor call(Tensor input) => base.call(input, null, null);
        public Tensor call(Tensor input, Tensor offsets) => base.call(input, offsets, null);
        public new Tensor call(Tensor input, Tensor? offsets, Tensor? perSampleWeights) =>
            base.call(input, offsets, perSampleWeights);

        public override Tensor forward(Tensor input, Tensor? offsets, Tensor? perSampleWeights)
        {
            if (maxNorm is { } bound)
            {
                using var _ = no_grad();
                renorm.Into(_weight, input, bound, normType);
            }
            if (input.Dimensions == 1) return Bags(input, offsets!, perSampleWeights);
            var shape = input.shape;
            using var starts = arange.Call(0, shape[0] * shape[1], shape[1], ScalarType.Int64, Arg.None, input.device);
            using var flat = view.Call(input, new[] { -1L });
            using var weights = perSampleWeights is null ? null : view.Call(perSampleWeights, new[] { -1L });
            return Bags(flat, starts, weights);
        }

        Tensor Bags(Tensor input, Tensor offsets, Tensor? weights) =>
            bag.Call(_weight, input, offsets, scaleByFrequency, (long)mode, sparse, weights, includeLast, padding);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.EmbeddingBag EmbeddingBag(
                long num_embeddings, long embedding_dims, double? max_norm = null, double norm_type = 2,
                bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false,
                bool include_last_offset = false, long padding_index = -1, Device? device = null, ScalarType? dtype = null)
            {
                var weight = New.Parameter([num_embeddings, embedding_dims], device, dtype);
                init.normal_(weight);
                return new(weight, max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset, padding_index);
            }

            public static Modules.EmbeddingBag EmbeddingBag_from_pretrained(
                Tensor embeddings, bool freeze = true, double? max_norm = null, double norm_type = 2,
                bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false,
                bool include_last_offset = false, long padding_index = -1, Device? device = null, ScalarType? dtype = null) =>
                new Modules.EmbeddingBag(
                    New.Copy(embeddings, !freeze), max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset,
                    padding_index)
                    .MoveTo<Modules.EmbeddingBag>(device, dtype);
        }
    }
}
