using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Each fills the tensor in place, without autograd, and returns it.
        public static partial class init
        {
            static readonly Op uniformOp = new("uniform_"), normalOp = new("normal_"), fillOp = new("fill_.Scalar"),
                zeroOp = new("zero_");

            static Tensor InPlace(Op op, params ReadOnlySpan<Arg> arguments)
            {
                using var _ = no_grad();
                return op.Into(arguments);
            }

            // TorchSharp's pass over the generator, and so do these: Tensor.uniform_ and Tensor.normal_ draw from it.
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) =>
                InPlace(uniformOp, tensor, low, high, Arg.None);

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
                InPlace(normalOp, tensor, mean, std, Arg.None);

            public static Tensor constant_(Tensor tensor, Scalar val) => InPlace(fillOp, tensor, val);
            public static Tensor ones_(Tensor tensor) => InPlace(fillOp, tensor, 1);
            public static Tensor zeros_(Tensor tensor) => InPlace(zeroOp, tensor);

            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3) * Deviation(tensor, mode, nonlinearity, a);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor kaiming_normal_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn,
                NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, Deviation(tensor, mode, nonlinearity, a));

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                var bound = Math.Sqrt(3) * GlorotDeviation(tensor, gain);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor xavier_normal_(Tensor tensor, double gain = 1) =>
                normal_(tensor, 0, GlorotDeviation(tensor, gain));
            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1) => xavier_uniform_(tensor, gain);
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1) => xavier_normal_(tensor, gain);
        }
    }
}
