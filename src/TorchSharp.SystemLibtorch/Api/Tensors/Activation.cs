using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Activation functions.
    public partial class Tensor
    {
        public Tensor celu(Scalar alpha) => celuOp.Call(this, alpha);
        public Tensor celu_(Scalar alpha) => celuInplace.Into(this, alpha);
        static readonly Op eluOp = new("elu");
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => eluOp.Call(this, alpha, scale, input_scale);
        public Tensor elu(double alpha = 1) => eluOp.Call(this, alpha);
        static readonly Op eluInplace = new("elu_");
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => eluInplace.Into(this, alpha, scale, input_scale);
        public Tensor elu_(double alpha = 1) => eluInplace.Into(this, alpha);
        static readonly Op gluOp = new("glu"); public Tensor glu(long dim = -1) => gluOp.Call(this, dim);
        static readonly Op softmaxIntOp = new("softmax.int");
        public Tensor softmax(long dim, ScalarType? dtype = null) => softmaxIntOp.Call(this, dim, dtype);
        static readonly Op logSoftmaxIntOp = new("log_softmax.int");
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => logSoftmaxIntOp.Call(this, dim, dtype);
        static readonly Op softplusOp = new("softplus");
        public Tensor softplus(double beta = 1, double threshold = 20) => softplusOp.Call(this, beta, threshold);

        /// <summary>Refused: TorchSharp gives the input back, unclamped.</summary>
        public Tensor hardtanh(Scalar min, Scalar max) =>
            throw Upstream.Fault(nameof(hardtanh), "gives its input back, unclamped", "clamp");

        static readonly Op hardtanhInplace = new("hardtanh_");
        public Tensor hardtanh_(Scalar min, Scalar max) => hardtanhInplace.Into(this, min, max);
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
