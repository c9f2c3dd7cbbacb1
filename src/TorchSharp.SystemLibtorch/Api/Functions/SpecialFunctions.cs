namespace TorchSharp;

// Special functions.
public static partial class torch
{
    public static Tensor lgamma(Tensor input) => Given(input).lgamma();
    public static Tensor lgamma_(Tensor input) => Given(input).lgamma_();
    public static Tensor digamma(Tensor input) => Given(input).digamma();
    public static Tensor digamma_(Tensor input) => Given(input).digamma_();
    public static Tensor polygamma(Tensor input, long p) => Given(input).polygamma(p);
    public static Tensor polygamma_(Tensor input, long p) => Given(input).polygamma_(p);
    public static Tensor mvlgamma(Tensor input, long p) => Given(input).mvlgamma(p);
    public static Tensor mvlgamma_(Tensor input, long p) => Given(input).mvlgamma_(p);
    public static Tensor erf(Tensor input) => Given(input).erf();
    public static Tensor erf_(Tensor input) => Given(input).erf_();
    public static Tensor erfc(Tensor input) => Given(input).erfc();
    public static Tensor erfc_(Tensor input) => Given(input).erfc_();
    public static Tensor erfinv(Tensor input) => Given(input).erfinv();
    public static Tensor erfinv_(Tensor input) => Given(input).erfinv_();
    public static Tensor i0(Tensor input) => Given(input).i0();
    public static Tensor igamma(Tensor input, Tensor other) => Given(input).igamma(other);
    public static Tensor igammac(Tensor input, Tensor other) => Given(input).igammac(other);
}
