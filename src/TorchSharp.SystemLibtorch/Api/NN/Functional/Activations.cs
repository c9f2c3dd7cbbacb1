using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // In place, the result is a new owner of the same tensor.
        public static partial class functional
        {
            static Tensor Elementwise(Op plain, Op inplaceForm, bool inplace, params ReadOnlySpan<Arg> arguments) =>
                (inplace ? inplaceForm : plain).Call(arguments);

            static readonly Op reluOp = new("relu"), reluInplace = new("relu_");
            public static Tensor relu(Tensor x, bool inplace = false) => Elementwise(reluOp, reluInplace, inplace, x);

            static readonly Op relu6Op = new("relu6"), relu6Inplace = new("relu6_");
            public static Tensor relu6(Tensor x, bool inplace = false) => Elementwise(relu6Op, relu6Inplace, inplace, x);

            static readonly Op leakyOp = new("leaky_relu"), leakyInplace = new("leaky_relu_");
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                Elementwise(leakyOp, leakyInplace, inplace, input, negative_slope);

            static readonly Op rreluOp = new("rrelu"), rreluInplace = new("rrelu_");
            public static Tensor rrelu(Tensor x, double lower = 1.0 / 8, double upper = 1.0 / 3, bool inplace = false) =>
                Elementwise(rreluOp, rreluInplace, inplace, x, lower, upper);

            static readonly Op preluOp = new("prelu");
            public static Tensor prelu(Tensor input, Tensor weight) => preluOp.Call(input, weight);

            static readonly Op thresholdOp = new("threshold"), thresholdInplace = new("threshold_");
            public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false) =>
                Elementwise(thresholdOp, thresholdInplace, inplace, x, threshold, value);

            static readonly Op hardtanhInplace = new("hardtanh_");
            public static Tensor hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) =>
                inplace ? hardtanhInplace.Into(x, min_val, max_val).alias() : x.hardtanh(min_val, max_val);

            static readonly Op eluOp = new("elu"), eluInplace = new("elu_");
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                Elementwise(eluOp, eluInplace, inplace, x, alpha);

            static readonly Op celuOp = new("celu"), celuInplace = new("celu_");
            public static Tensor celu(Tensor x, double alpha, bool inplace = false) =>
                Elementwise(celuOp, celuInplace, inplace, x, alpha);

            static readonly Op seluOp = new("selu"), seluInplace = new("selu_");
            public static Tensor selu(Tensor x, bool inplace = false) => Elementwise(seluOp, seluInplace, inplace, x);

            static readonly Op geluOp = new("gelu"), geluInplace = new("gelu_");
            public static Tensor gelu(Tensor x) => geluOp.Call(x);
            public static Tensor gelu(Tensor x, bool inplace) => Elementwise(geluOp, geluInplace, inplace, x);

            static readonly Op siluOp = new("silu"), siluInplace = new("silu_");
            public static Tensor silu(Tensor x, bool inplace = false) => Elementwise(siluOp, siluInplace, inplace, x);

            static readonly Op mishOp = new("mish"), mishInplace = new("mish_");
            public static Tensor mish(Tensor x, bool inplace = false) => Elementwise(mishOp, mishInplace, inplace, x);

            static readonly Op softplusOp = new("softplus");
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) =>
                softplusOp.Call(x, beta, threshold);

            static readonly Op sigmoidOp = new("sigmoid"), sigmoidInplace = new("sigmoid_");
            public static Tensor sigmoid(Tensor x) => sigmoidOp.Call(x);
            public static Tensor sigmoid(Tensor x, bool inplace) => Elementwise(sigmoidOp, sigmoidInplace, inplace, x);

            static readonly Op logSigmoidOp = new("log_sigmoid");
            public static Tensor logsigmoid(Tensor x) => logSigmoidOp.Call(x);

            static readonly Op hardsigmoidOp = new("hardsigmoid"), hardsigmoidInplace = new("hardsigmoid_");
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) =>
                Elementwise(hardsigmoidOp, hardsigmoidInplace, inplace, input);

            static readonly Op hardswishOp = new("hardswish"), hardswishInplace = new("hardswish_");
            public static Tensor hardswish(Tensor input, bool inplace = false) =>
                Elementwise(hardswishOp, hardswishInplace, inplace, input);

            static readonly Op tanhOp = new("tanh"), tanhInplace = new("tanh_");
            public static Tensor tanh(Tensor x, bool inplace = false) => Elementwise(tanhOp, tanhInplace, inplace, x);

            static readonly Op gluOp = new("glu");
            public static Tensor glu(Tensor input, long dim = -1) => gluOp.Call(input, dim);
        }
    }
}
