using TorchSharp.Interop;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x Wᵀ + b, with W of shape outputs × inputs.</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = nameof(weight))] Parameter _weight = null!;
        [ComponentName(Name = nameof(bias))] Parameter? _bias;

        internal Linear(long inputs, long outputs, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Linear))
        {
            (in_features, out_features) = (inputs, outputs);
            weight = New.Parameter([outputs, inputs], device, dtype);
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (!hasBias) return;
            bias = New.Parameter([outputs], device, dtype);
            nn.init.UniformByFanIn(bias, weight);
        }

        internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
        {
            (this.weight, this.bias) = (weight, bias);
            var shape = weight.shape;
            (in_features, out_features) = (shape[1], shape[0]);
        }

        public long in_features { get; set; }
        public long out_features { get; set; }
        public Parameter weight { get => _weight; set => _weight = AdoptGiven(nameof(weight), _weight, value); }
        public Parameter? bias { get => _bias; set => _bias = Adopt(nameof(bias), _bias, value); }

        private protected override bool ConvertsItself => true;

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, _weight, _bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(
                long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

            public static partial class functional
            {
                static readonly Op linearOp = new("linear");
                public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                    linearOp.Call(input, weights, bias);
            }
        }
    }
}
