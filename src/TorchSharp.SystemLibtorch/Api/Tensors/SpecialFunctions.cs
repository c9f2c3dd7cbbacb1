using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Special functions.
    public partial class Tensor
    {
        static readonly Op polygammaOp = new("polygamma"); public Tensor polygamma(long p) => polygammaOp.Call(p, this);
        static readonly Op polygammaInplace = new("polygamma_");
        public Tensor polygamma_(long p) => polygammaInplace.Into(this, p);
        static readonly Op mvlgammaOp = new("mvlgamma"); public Tensor mvlgamma(long p) => mvlgammaOp.Call(this, p);
        static readonly Op mvlgammaInplace = new("mvlgamma_"); public Tensor mvlgamma_(long p) => mvlgammaInplace.Into(this, p);
    }
}
