using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Trigonometric and hyperbolic functions.
    public partial class Tensor
    {
        static readonly Op acosOp = new("acos"); public Tensor acos() => acosOp.Call(this);
        static readonly Op acosInplace = new("acos_"); public Tensor acos_() => acosInplace.Into(this);
        static readonly Op acoshOp = new("acosh"); public Tensor acosh() => acoshOp.Call(this);
        static readonly Op acoshInplace = new("acosh_"); public Tensor acosh_() => acoshInplace.Into(this);
        static readonly Op asinOp = new("asin"); public Tensor asin() => asinOp.Call(this);
        static readonly Op asinInplace = new("asin_"); public Tensor asin_() => asinInplace.Into(this);
        static readonly Op asinhOp = new("asinh"); public Tensor asinh() => asinhOp.Call(this);
        static readonly Op asinhInplace = new("asinh_"); public Tensor asinh_() => asinhInplace.Into(this);
        static readonly Op atanOp = new("atan"); public Tensor atan() => atanOp.Call(this);
        static readonly Op atanInplace = new("atan_"); public Tensor atan_() => atanInplace.Into(this);
        static readonly Op atan2Op = new("atan2"); public Tensor atan2(Tensor other) => atan2Op.Call(this, other);
        static readonly Op atan2Inplace = new("atan2_"); public Tensor atan2_(Tensor other) => atan2Inplace.Into(this, other);
        static readonly Op atanhOp = new("atanh"); public Tensor atanh() => atanhOp.Call(this);
        static readonly Op atanhInplace = new("atanh_"); public Tensor atanh_() => atanhInplace.Into(this);
        static readonly Op arccosOp = new("arccos"); public Tensor arccos() => arccosOp.Call(this);
        static readonly Op arccosInplace = new("arccos_"); public Tensor arccos_() => arccosInplace.Into(this);
        static readonly Op arccoshOp = new("arccosh"); public Tensor arccosh() => arccoshOp.Call(this);
        static readonly Op arccoshInplace = new("arccosh_"); public Tensor arccosh_() => arccoshInplace.Into(this);
        static readonly Op arcsinOp = new("arcsin"); public Tensor arcsin() => arcsinOp.Call(this);
        static readonly Op arcsinInplace = new("arcsin_"); public Tensor arcsin_() => arcsinInplace.Into(this);
        static readonly Op arcsinhOp = new("arcsinh"); public Tensor arcsinh() => arcsinhOp.Call(this);
        static readonly Op arcsinhInplace = new("arcsinh_"); public Tensor arcsinh_() => arcsinhInplace.Into(this);
        static readonly Op arctanOp = new("arctan"); public Tensor arctan() => arctanOp.Call(this);
        public Tensor arctan(Tensor other) => atan2Op.Call(this, other);
        static readonly Op arctanInplace = new("arctan_"); public Tensor arctan_() => arctanInplace.Into(this);
        public Tensor arctan_(Tensor other) => atan2Inplace.Into(this, other);
        static readonly Op arctan2Op = new("arctan2"); public Tensor arctan2(Tensor other) => arctan2Op.Call(this, other);
        static readonly Op arctan2Inplace = new("arctan2_");
        public Tensor arctan2_(Tensor other) => arctan2Inplace.Into(this, other);
        static readonly Op arctanhOp = new("arctanh"); public Tensor arctanh() => arctanhOp.Call(this);
        static readonly Op arctanhInplace = new("arctanh_"); public Tensor arctanh_() => arctanhInplace.Into(this);
        static readonly Op cosOp = new("cos"); public Tensor cos() => cosOp.Call(this);
        static readonly Op cosInplace = new("cos_"); public Tensor cos_() => cosInplace.Into(this);
        static readonly Op coshOp = new("cosh"); public Tensor cosh() => coshOp.Call(this);
        static readonly Op coshInplace = new("cosh_"); public Tensor cosh_() => coshInplace.Into(this);
        static readonly Op sinOp = new("sin"); public Tensor sin() => sinOp.Call(this);
        static readonly Op sinInplace = new("sin_"); public Tensor sin_() => sinInplace.Into(this);
        static readonly Op sincOp = new("sinc"); public Tensor sinc() => sincOp.Call(this);
        static readonly Op sincInplace = new("sinc_"); public Tensor sinc_() => sincInplace.Into(this);
        static readonly Op sinhOp = new("sinh"); public Tensor sinh() => sinhOp.Call(this);
        static readonly Op sinhInplace = new("sinh_"); public Tensor sinh_() => sinhInplace.Into(this);
        static readonly Op tanOp = new("tan"); public Tensor tan() => tanOp.Call(this);
        static readonly Op tanInplace = new("tan_"); public Tensor tan_() => tanInplace.Into(this);
        static readonly Op tanhOp = new("tanh"); public Tensor tanh() => tanhOp.Call(this);
        static readonly Op tanhInplace = new("tanh_"); public Tensor tanh_() => tanhInplace.Into(this);
    }
}
