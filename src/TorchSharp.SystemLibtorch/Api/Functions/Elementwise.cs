using TorchSharp.Interop;

namespace TorchSharp;

// Functions of each element.
public static partial class torch
{
    public static Tensor negative_(Tensor input) => Given(input).neg_();
    public static Tensor round(Tensor input, long decimals = 0) => Given(input).round(decimals);
    public static Tensor round_(Tensor input, long decimals = 0) => Given(input).round_(decimals);
    public static Tensor nan_to_num(Tensor input, double nan = 0, double? posinf = null, double? neginf = null) =>
        Given(input).nan_to_num(nan, posinf, neginf);
    public static Tensor clamp(Tensor input, Scalar? min = null, Scalar? max = null) => Given(input).clamp(min, max);
    public static Tensor clamp(Tensor input, Tensor? min = null, Tensor? max = null) => Given(input).clamp(min, max);
    public static Tensor clamp_(Tensor input, Scalar? min = null, Scalar? max = null) => Given(input).clamp_(min, max);
    public static Tensor clamp_(Tensor input, Tensor? min = null, Tensor? max = null) => Given(input).clamp_(min, max);
    public static Tensor clip(Tensor input, Scalar? min = null, Scalar? max = null) => Given(input).clip(min, max);
    public static Tensor logit(Tensor input, double? eps = null) => Given(input).logit(eps);
    public static (Tensor Mantissa, Tensor Exponent) frexp(Tensor input) => Given(input).frexp();
    public static Tensor ldexp_(Tensor input, Tensor other) => Given(input).ldexp_(other);
    public static Tensor real(Tensor input) => Given(input).real;
    public static Tensor imag(Tensor input) => Given(input).imag;
    static readonly Op complexOp = new("complex");
    public static Tensor complex(Tensor real, Tensor imag) => complexOp.Call(real, imag);
    static readonly Op polarOp = new("polar"); public static Tensor polar(Tensor abs, Tensor angle) => polarOp.Call(abs, angle);
}
