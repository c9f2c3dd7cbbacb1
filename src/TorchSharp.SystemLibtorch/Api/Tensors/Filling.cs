using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Copies and values written in place.
    public partial class Tensor
    {
        static readonly Op cloneOp = new("clone"); public Tensor clone() => cloneOp.Call(this);
        static readonly Op copyInplace = new("copy_");
        public Tensor copy_(Tensor source, bool nonBlocking = false) => copyInplace.Into(this, source, nonBlocking);
        static readonly Op fillScalarInplace = new("fill_.Scalar");
        public Tensor fill_(Scalar value) => fillScalarInplace.Into(this, value);
        static readonly Op zeroInplace = new("zero_"); public Tensor zero_() => zeroInplace.Into(this);
        static readonly Op setSourceTensorInplace = new("set_.source_Tensor");
        public Tensor set_(Tensor source) => setSourceTensorInplace.Into(this, source);
    }
}
