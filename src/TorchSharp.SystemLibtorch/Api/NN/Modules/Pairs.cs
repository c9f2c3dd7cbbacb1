using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class CosineSimilarity : ParameterLessModule<Tensor, Tensor, Tensor>
    {
        internal CosineSimilarity(long dim, double eps) : base(nameof(CosineSimilarity)) => (this.dim, this.eps) = (dim, eps);
        public long dim { get; set; }
        public double eps { get; set; }
        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.cosine_similarity(input1, input2, dim, eps);
    }

    public sealed class PairwiseDistance : ParameterLessModule<Tensor, Tensor, Tensor>
    {
        internal PairwiseDistance(double p, double eps, bool keepdim) : base(nameof(PairwiseDistance)) =>
            (norm, this.eps, this.keepdim) = (p, eps, keepdim);
        public double norm { get; set; }
        public double eps { get; set; }
        public bool keepdim { get; set; }
        public override Tensor forward(Tensor input1, Tensor input2) =>
            nn.functional.pairwise_distance(input1, input2, norm, eps, keepdim);
    }

    /// <summary>x₁ᵀ A x₂ + b for each output.</summary>
    public sealed class Bilinear : nn.Module<Tensor, Tensor, Tensor>
    {
        [ComponentName(Name = nameof(weight))] Parameter _weight = null!;
        [ComponentName(Name = nameof(bias))] Parameter? _bias;

        internal Bilinear(long first, long second, long outputs, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Bilinear))
        {
            (in1_features, in2_features, out_features) = (first, second, outputs);
            var bound = 1 / Math.Sqrt(first);
            weight = New.Parameter([outputs, first, second], device, dtype);
            nn.init.uniform_(weight, -bound, bound);
            if (!hasBias) return;
            bias = New.Parameter([outputs], device, dtype);
            nn.init.uniform_(bias, -bound, bound);
        }

        public long in1_features { get; set; }
        public long in2_features { get; set; }
        public long out_features { get; set; }
        public Parameter weight { get => _weight; set => _weight = AdoptGiven(nameof(weight), _weight, value); }
        public Parameter? bias { get => _bias; set => _bias = Adopt(nameof(bias), _bias, value); }

        private protected override bool ConvertsItself => true;

        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.bilinear(input1, input2, _weight, _bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.CosineSimilarity CosineSimilarity(long dim = 1, double eps = 1e-08) => new(dim, eps);
            public static Modules.PairwiseDistance PairwiseDistance(double p = 2, double eps = 1e-06, bool keepdim = false) =>
                new(p, eps, keepdim);

            public static Modules.Bilinear Bilinear(
                long in1_features, long in2_features, long out_features, bool hasBias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(in1_features, in2_features, out_features, hasBias, device, dtype);

            public static partial class functional
            {
                static readonly Op bilinearOp = new("bilinear");
                public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null) =>
                    bilinearOp.Call(input1, input2, weight, bias);
            }
        }
    }
}
