using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Trigonometric and hyperbolic functions.
    public partial class Tensor
    {
        static readonly Op atan2Op = new("atan2"); public Tensor atan2(Tensor other) => atan2Op.Call(this, other);
        static readonly Op atan2Inplace = new("atan2_"); public Tensor atan2_(Tensor other) => atan2Inplace.Into(this, other);
        public Tensor arctan(Tensor other) => atan2Op.Call(this, other);
        public Tensor arctan_(Tensor other) => atan2Inplace.Into(this, other);
    }
}
