using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Special functions.
    public partial class Tensor
    {
        static readonly Op lgammaOp = new("lgamma"); public Tensor lgamma() => lgammaOp.Call(this);
        static readonly Op lgammaInplace = new("lgamma_"); public Tensor lgamma_() => lgammaInplace.Into(this);
        static readonly Op digammaOp = new("digamma"); public Tensor digamma() => digammaOp.Call(this);
        static readonly Op digammaInplace = new("digamma_"); public Tensor digamma_() => digammaInplace.Into(this);
        static readonly Op polygammaOp = new("polygamma"); public Tensor polygamma(long p) => polygammaOp.Call(p, this);
        static readonly Op polygammaInplace = new("polygamma_");
        public Tensor polygamma_(long p) => polygammaInplace.Into(this, p);
        static readonly Op mvlgammaOp = new("mvlgamma"); public Tensor mvlgamma(long p) => mvlgammaOp.Call(this, p);
        static readonly Op mvlgammaInplace = new("mvlgamma_"); public Tensor mvlgamma_(long p) => mvlgammaInplace.Into(this, p);
        static readonly Op erfOp = new("erf"); public Tensor erf() => erfOp.Call(this);
        static readonly Op erfInplace = new("erf_"); public Tensor erf_() => erfInplace.Into(this);
        static readonly Op erfcOp = new("erfc"); public Tensor erfc() => erfcOp.Call(this);
        static readonly Op erfcInplace = new("erfc_"); public Tensor erfc_() => erfcInplace.Into(this);
        static readonly Op erfinvOp = new("erfinv"); public Tensor erfinv() => erfinvOp.Call(this);
        static readonly Op erfinvInplace = new("erfinv_"); public Tensor erfinv_() => erfinvInplace.Into(this);
        static readonly Op i0Op = new("i0"); public Tensor i0() => i0Op.Call(this);
        static readonly Op igammaOp = new("igamma"); public Tensor igamma(Tensor other) => igammaOp.Call(this, other);
        static readonly Op igammacOp = new("igammac"); public Tensor igammac(Tensor other) => igammacOp.Call(this, other);
    }
}
