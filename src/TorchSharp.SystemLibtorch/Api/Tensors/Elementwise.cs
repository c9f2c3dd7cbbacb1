using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Functions of each element.
    public partial class Tensor
    {
        static readonly Op roundOp = new("round");
        static readonly Op roundDecimalsOp = new("round.decimals");
        public Tensor round(long decimals = 0) => decimals == 0 ? roundOp.Call(this) : roundDecimalsOp.Call(this, decimals);
        static readonly Op roundInplace = new("round_");
        static readonly Op roundDecimalsInplace = new("round_.decimals");
        public Tensor round_(long decimals = 0) =>
            decimals == 0 ? roundInplace.Into(this) : roundDecimalsInplace.Into(this, decimals);
        static readonly Op nanToNumOp = new("nan_to_num");
        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            nanToNumOp.Call(this, nan, posinf, neginf);
        static readonly Op clampOp = new("clamp");
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => clampOp.Call(this, min, max);
        static readonly Op clampTensorOp = new("clamp.Tensor");
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => clampTensorOp.Call(this, min, max);
        static readonly Op clampInplace = new("clamp_");
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => clampInplace.Into(this, min, max);
        static readonly Op clampTensorInplace = new("clamp_.Tensor");
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => clampTensorInplace.Into(this, min, max);
        static readonly Op clipOp = new("clip");
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clipOp.Call(this, min, max);
        static readonly Op logitOp = new("logit"); public Tensor logit(double? eps = null) => logitOp.Call(this, eps);
        static readonly Op frexpTensorOp = new("frexp.Tensor");
        public (Tensor Mantissa, Tensor Exponent) frexp() => frexpTensorOp.Call2(this);
        static readonly Op ldexpInplace = new("ldexp_"); public Tensor ldexp_(Tensor other) => ldexpInplace.Into(this, other);
    }
}
