using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Activation functions.
    public partial class Tensor
    {
        static readonly Op reluOp = new("relu"); public Tensor relu() => reluOp.Call(this);
        static readonly Op reluInplace = new("relu_"); public Tensor relu_() => reluInplace.Into(this);
        static readonly Op relu6Op = new("relu6"); public Tensor relu6() => relu6Op.Call(this);
        static readonly Op relu6Inplace = new("relu6_"); public Tensor relu6_() => relu6Inplace.Into(this);
        static readonly Op celuOp = new("celu"); public Tensor celu() => celuOp.Call(this);
        public Tensor celu(Scalar alpha) => celuOp.Call(this, alpha);
        static readonly Op celuInplace = new("celu_"); public Tensor celu_() => celuInplace.Into(this);
        public Tensor celu_(Scalar alpha) => celuInplace.Into(this, alpha);
        static readonly Op eluOp = new("elu");
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => eluOp.Call(this, alpha, scale, input_scale);
        public Tensor elu(double alpha = 1) => eluOp.Call(this, alpha);
        static readonly Op eluInplace = new("elu_");
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => eluInplace.Into(this, alpha, scale, input_scale);
        public Tensor elu_(double alpha = 1) => eluInplace.Into(this, alpha);
        static readonly Op seluOp = new("selu"); public Tensor selu() => seluOp.Call(this);
        static readonly Op seluInplace = new("selu_"); public Tensor selu_() => seluInplace.Into(this);
        static readonly Op geluOp = new("gelu"); public Tensor gelu() => geluOp.Call(this);
        static readonly Op geluInplace = new("gelu_"); public Tensor gelu_() => geluInplace.Into(this);
        static readonly Op siluOp = new("silu"); public Tensor silu() => siluOp.Call(this);
        static readonly Op siluInplace = new("silu_"); public Tensor silu_() => siluInplace.Into(this);
        static readonly Op gluOp = new("glu"); public Tensor glu(long dim = -1) => gluOp.Call(this, dim);
        static readonly Op softmaxIntOp = new("softmax.int");
        public Tensor softmax(long dim, ScalarType? dtype = null) => softmaxIntOp.Call(this, dim, dtype);
        static readonly Op logSoftmaxIntOp = new("log_softmax.int");
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => logSoftmaxIntOp.Call(this, dim, dtype);
        static readonly Op softplusOp = new("softplus");
        public Tensor softplus(double beta = 1, double threshold = 20) => softplusOp.Call(this, beta, threshold);
        static readonly Op logSigmoidOp = new("log_sigmoid"); public Tensor log_sigmoid() => logSigmoidOp.Call(this);
        static readonly Op hardsigmoidOp = new("hardsigmoid"); public Tensor hardsigmoid() => hardsigmoidOp.Call(this);
        static readonly Op hardsigmoidInplace = new("hardsigmoid_");
        public Tensor hardsigmoid_() => hardsigmoidInplace.Into(this);
        static readonly Op hardswishOp = new("hardswish"); public Tensor hardswish() => hardswishOp.Call(this);
        static readonly Op hardswishInplace = new("hardswish_"); public Tensor hardswish_() => hardswishInplace.Into(this);

        /// <summary>Refused: TorchSharp gives the input back, unclamped.</summary>
        public Tensor hardtanh(Scalar min, Scalar max) =>
            throw Upstream.Fault(nameof(hardtanh), "gives its input back, unclamped", "clamp");

        static readonly Op hardtanhInplace = new("hardtanh_");
        public Tensor hardtanh_(Scalar min, Scalar max) => hardtanhInplace.Into(this, min, max);
        static readonly Op leakyReluOp = new("leaky_relu");
        public Tensor leaky_relu(Scalar negative_slope) => leakyReluOp.Call(this, negative_slope);
        static readonly Op leakyReluInplace = new("leaky_relu_");
        public Tensor leaky_relu_(Scalar negative_slope) => leakyReluInplace.Into(this, negative_slope);
        static readonly Op preluOp = new("prelu"); public Tensor prelu(Tensor target) => preluOp.Call(this, target);
        static readonly Op rreluOp = new("rrelu");
        public Tensor rrelu(double lower = 0.125, double upper = 0.3333333333333333) => rreluOp.Call(this, lower, upper);
        static readonly Op rreluInplace = new("rrelu_");
        public Tensor rrelu_(double lower = 0.125, double upper = 0.3333333333333333) => rreluInplace.Into(this, lower, upper);
        static readonly Op thresholdOp = new("threshold");
        public Tensor threshold(Scalar threshold, Scalar value) => thresholdOp.Call(this, threshold, value);
        static readonly Op thresholdInplace = new("threshold_");
        public Tensor threshold_(Scalar threshold, Scalar value) => thresholdInplace.Into(this, threshold, value);
    }
}
