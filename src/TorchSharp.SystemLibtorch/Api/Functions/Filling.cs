namespace TorchSharp;

// Copies and values written in place.
public static partial class torch
{
    public static Tensor clone(Tensor input) => Given(input).clone();
}
