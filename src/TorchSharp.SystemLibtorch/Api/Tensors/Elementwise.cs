using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Functions of each element.
    public partial class Tensor
    {
        static readonly Op absOp = new("abs"); public Tensor abs() => absOp.Call(this);
        static readonly Op absInplace = new("abs_"); public Tensor abs_() => absInplace.Into(this);
        static readonly Op absoluteOp = new("absolute"); public Tensor absolute() => absoluteOp.Call(this);
        static readonly Op absoluteInplace = new("absolute_"); public Tensor absolute_() => absoluteInplace.Into(this);
        static readonly Op signOp = new("sign"); public Tensor sign() => signOp.Call(this);
        static readonly Op signInplace = new("sign_"); public Tensor sign_() => signInplace.Into(this);
        static readonly Op sgnOp = new("sgn"); public Tensor sgn() => sgnOp.Call(this);
        static readonly Op sgnInplace = new("sgn_"); public Tensor sgn_() => sgnInplace.Into(this);
        static readonly Op signbitOp = new("signbit"); public Tensor signbit() => signbitOp.Call(this);
        static readonly Op negOp = new("neg"); public Tensor neg() => negOp.Call(this);
        static readonly Op negInplace = new("neg_"); public Tensor neg_() => negInplace.Into(this);
        static readonly Op negativeOp = new("negative"); public Tensor negative() => negativeOp.Call(this);
        static readonly Op positiveOp = new("positive"); public Tensor positive() => positiveOp.Call(this);
        static readonly Op reciprocalOp = new("reciprocal"); public Tensor reciprocal() => reciprocalOp.Call(this);
        static readonly Op reciprocalInplace = new("reciprocal_"); public Tensor reciprocal_() => reciprocalInplace.Into(this);
        static readonly Op squareOp = new("square"); public Tensor square() => squareOp.Call(this);
        static readonly Op sqrtOp = new("sqrt"); public Tensor sqrt() => sqrtOp.Call(this);
        static readonly Op sqrtInplace = new("sqrt_"); public Tensor sqrt_() => sqrtInplace.Into(this);
        static readonly Op rsqrtOp = new("rsqrt"); public Tensor rsqrt() => rsqrtOp.Call(this);
        static readonly Op rsqrtInplace = new("rsqrt_"); public Tensor rsqrt_() => rsqrtInplace.Into(this);
        static readonly Op expOp = new("exp"); public Tensor exp() => expOp.Call(this);
        static readonly Op expInplace = new("exp_"); public Tensor exp_() => expInplace.Into(this);
        static readonly Op exp2Op = new("exp2"); public Tensor exp2() => exp2Op.Call(this);
        static readonly Op expm1Op = new("expm1"); public Tensor expm1() => expm1Op.Call(this);
        static readonly Op expm1Inplace = new("expm1_"); public Tensor expm1_() => expm1Inplace.Into(this);
        static readonly Op logOp = new("log"); public Tensor log() => logOp.Call(this);
        static readonly Op logInplace = new("log_"); public Tensor log_() => logInplace.Into(this);
        static readonly Op log10Op = new("log10"); public Tensor log10() => log10Op.Call(this);
        static readonly Op log10Inplace = new("log10_"); public Tensor log10_() => log10Inplace.Into(this);
        static readonly Op log1pOp = new("log1p"); public Tensor log1p() => log1pOp.Call(this);
        static readonly Op log1pInplace = new("log1p_"); public Tensor log1p_() => log1pInplace.Into(this);
        static readonly Op log2Op = new("log2"); public Tensor log2() => log2Op.Call(this);
        static readonly Op log2Inplace = new("log2_"); public Tensor log2_() => log2Inplace.Into(this);
        static readonly Op ceilOp = new("ceil"); public Tensor ceil() => ceilOp.Call(this);
        static readonly Op ceilInplace = new("ceil_"); public Tensor ceil_() => ceilInplace.Into(this);
        static readonly Op floorOp = new("floor"); public Tensor floor() => floorOp.Call(this);
        static readonly Op floorInplace = new("floor_"); public Tensor floor_() => floorInplace.Into(this);
        static readonly Op roundOp = new("round");
        static readonly Op roundDecimalsOp = new("round.decimals");
        public Tensor round(long decimals = 0) => decimals == 0 ? roundOp.Call(this) : roundDecimalsOp.Call(this, decimals);
        static readonly Op roundInplace = new("round_");
        static readonly Op roundDecimalsInplace = new("round_.decimals");
        public Tensor round_(long decimals = 0) =>
            decimals == 0 ? roundInplace.Into(this) : roundDecimalsInplace.Into(this, decimals);
        static readonly Op truncOp = new("trunc"); public Tensor trunc() => truncOp.Call(this);
        static readonly Op truncInplace = new("trunc_"); public Tensor trunc_() => truncInplace.Into(this);
        static readonly Op fixOp = new("fix"); public Tensor fix() => fixOp.Call(this);
        static readonly Op fixInplace = new("fix_"); public Tensor fix_() => fixInplace.Into(this);
        static readonly Op fracOp = new("frac"); public Tensor frac() => fracOp.Call(this);
        static readonly Op fracInplace = new("frac_"); public Tensor frac_() => fracInplace.Into(this);
        static readonly Op nanToNumOp = new("nan_to_num");
        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            nanToNumOp.Call(this, nan, posinf, neginf);
        static readonly Op deg2radOp = new("deg2rad"); public Tensor deg2rad() => deg2radOp.Call(this);
        static readonly Op rad2degOp = new("rad2deg"); public Tensor rad2deg() => rad2degOp.Call(this);
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
        static readonly Op clampMaxOp = new("clamp_max"); public Tensor clamp_max(Scalar max) => clampMaxOp.Call(this, max);
        static readonly Op clampMaxInplace = new("clamp_max_");
        public Tensor clamp_max_(Scalar max) => clampMaxInplace.Into(this, max);
        static readonly Op clampMinOp = new("clamp_min"); public Tensor clamp_min(Scalar min) => clampMinOp.Call(this, min);
        static readonly Op clampMinInplace = new("clamp_min_");
        public Tensor clamp_min_(Scalar min) => clampMinInplace.Into(this, min);
        static readonly Op sigmoidOp = new("sigmoid"); public Tensor sigmoid() => sigmoidOp.Call(this);
        static readonly Op sigmoidInplace = new("sigmoid_"); public Tensor sigmoid_() => sigmoidInplace.Into(this);
        static readonly Op logitOp = new("logit"); public Tensor logit(double? eps = null) => logitOp.Call(this, eps);
        static readonly Op angleOp = new("angle"); public Tensor angle() => angleOp.Call(this);
        static readonly Op conjOp = new("conj"); public Tensor conj() => conjOp.Call(this);
        static readonly Op conjPhysicalOp = new("conj_physical"); public Tensor conj_physical() => conjPhysicalOp.Call(this);
        static readonly Op conjPhysicalInplace = new("conj_physical_");
        public Tensor conj_physical_() => conjPhysicalInplace.Into(this);
        static readonly Op resolveConjOp = new("resolve_conj"); public Tensor resolve_conj() => resolveConjOp.Call(this);
        static readonly Op resolveNegOp = new("resolve_neg"); public Tensor resolve_neg() => resolveNegOp.Call(this);
        static readonly Op frexpTensorOp = new("frexp.Tensor");
        public (Tensor Mantissa, Tensor Exponent) frexp() => frexpTensorOp.Call2(this);
        static readonly Op ldexpTensorOp = new("ldexp.Tensor");
        public Tensor ldexp(Tensor other) => ldexpTensorOp.Call(this, other);
        static readonly Op ldexpInplace = new("ldexp_"); public Tensor ldexp_(Tensor other) => ldexpInplace.Into(this, other);
        static readonly Op heavisideOp = new("heaviside"); public Tensor heaviside(Tensor other) => heavisideOp.Call(this, other);
        static readonly Op nextafterOp = new("nextafter"); public Tensor nextafter(Tensor other) => nextafterOp.Call(this, other);
        static readonly Op copysignTensorOp = new("copysign.Tensor");
        public Tensor copysign(Tensor other) => copysignTensorOp.Call(this, other);
        static readonly Op hypotOp = new("hypot"); public Tensor hypot(Tensor other) => hypotOp.Call(this, other);
        static readonly Op gcdOp = new("gcd"); public Tensor gcd(Tensor other) => gcdOp.Call(this, other);
        static readonly Op gcdInplace = new("gcd_"); public Tensor gcd_(Tensor other) => gcdInplace.Into(this, other);
        static readonly Op lcmOp = new("lcm"); public Tensor lcm(Tensor other) => lcmOp.Call(this, other);
        static readonly Op lcmInplace = new("lcm_"); public Tensor lcm_(Tensor other) => lcmInplace.Into(this, other);
    }
}
