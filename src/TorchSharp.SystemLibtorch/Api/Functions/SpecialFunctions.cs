namespace TorchSharp;

// Special functions.
public static partial class torch
{
    public static Tensor polygamma(Tensor input, long p) => Given(input).polygamma(p);
    public static Tensor polygamma_(Tensor input, long p) => Given(input).polygamma_(p);
    public static Tensor mvlgamma(Tensor input, long p) => Given(input).mvlgamma(p);
    public static Tensor mvlgamma_(Tensor input, long p) => Given(input).mvlgamma_(p);
}
