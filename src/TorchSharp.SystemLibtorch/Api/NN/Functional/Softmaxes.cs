using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            static readonly Op softmaxOp = new("softmax.int"), logSoftmaxOp = new("log_softmax.int"), negOp = new("neg");

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => softmaxOp.Call(input, dim, dtype);
            public static Tensor log_softmax(Tensor x, long dim) => logSoftmaxOp.Call(x, dim);
            public static Tensor softmax2d(Tensor x) => softmaxOp.Call(x, -3);

            public static Tensor softmin(Tensor x, long dim)
            {
                using var negative = negOp.Raw(x);
                return softmaxOp.Call(negative, dim);
            }
        }
    }
}
