namespace TorchSharp;

// Trigonometric and hyperbolic functions.
public static partial class torch
{
    public static Tensor atan2(Tensor input, Tensor other) => Given(input).atan2(other);
    public static Tensor atan2_(Tensor input, Tensor other) => Given(input).atan2_(other);
    public static Tensor arctan(Tensor input, Tensor other) => Given(input).arctan(other);
    public static Tensor arctan_(Tensor input, Tensor other) => Given(input).arctan_(other);
}
