using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Rows of a table, looked up by index.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        static readonly Op embedding = new("embedding"), renorm = new("embedding_renorm_"), select = new("select.int"),
            zero = new("zero_");
        [ComponentName(Name = nameof(weight))] Parameter _weight = null!;
        readonly long padding;
        readonly double? maxNorm;
        readonly double normType;
        readonly bool scaleByFrequency, sparse;

        internal Embedding(
            Parameter weight, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse)
            : base("torch::nn::EmbeddingImpl")
        {
            this.weight = weight;
            padding = padding_idx is { } index ? index < 0 ? index + weight.shape[0] : index : -1;
            (maxNorm, normType, scaleByFrequency, this.sparse) = (max_norm, norm_type, scale_grad_by_freq, sparse);
        }

        internal Embedding Initialized()
        {
            nn.init.normal_(_weight);
            if (padding < 0) return this;
            using var _ = no_grad();
            using var row = select.Raw(_weight, 0, padding);
            zero.Raw(row).Dispose();
            return this;
        }

        public Parameter? weight { get => _weight; set => _weight = AdoptGiven(nameof(weight), _weight, value); }

        public override Tensor forward(Tensor input)
        {
            if (maxNorm is { } bound)
            {
                using var _ = no_grad();
                renorm.Into(_weight, input, bound, normType);
            }
            return embedding.Call(_weight, input, padding, scaleByFrequency, sparse);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Embedding Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new Modules.Embedding(
                    New.Parameter([num_embeddings, embedding_dims], device, dtype), padding_idx, max_norm, norm_type,
                    scale_grad_by_freq, sparse)
                    .Initialized();

            public static Modules.Embedding Embedding_from_pretrained(
                Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new Modules.Embedding(
                    New.Copy(embeddings, !freeze), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse)
                    .MoveTo<Modules.Embedding>(device, dtype);
        }
    }
}
