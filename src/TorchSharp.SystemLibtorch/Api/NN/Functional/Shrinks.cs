using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            static readonly Op absOp = new("abs"), addScalar = new("add.Scalar"), divOp = new("div.Tensor"),
            divInplace = new("div_.Tensor"),
                subOp = new("sub.Tensor"), subInplace = new("sub_.Tensor");

            static readonly Op hardshrinkOp = new("hardshrink");
            public static Tensor hardshrink(Tensor x, double lambda = 0.5) => hardshrinkOp.Call(x, lambda);

            static readonly Op softshrinkOp = new("softshrink");
            public static Tensor softshrink(Tensor x, double lambda = 0.5) => softshrinkOp.Call(x, lambda);

            /// <summary>x − tanh x.</summary>
            public static Tensor tanhshrink(Tensor x, bool inplace = false)
            {
                using var bent = tanhOp.Raw(x);
                return Elementwise(subOp, subInplace, inplace, x, bent);
            }

            /// <summary>x / (1 + |x|).</summary>
            public static Tensor softsign(Tensor x, bool inplace = false)
            {
                using var size = absOp.Raw(x);
                using var divisor = addScalar.Raw(size, 1);
                return Elementwise(divOp, divInplace, inplace, x, divisor);
            }
        }
    }
}
