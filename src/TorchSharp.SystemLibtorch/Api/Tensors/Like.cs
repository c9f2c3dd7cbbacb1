using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Tensors with the shape of this one.
    public partial class Tensor
    {
        static readonly Op zerosLikeOp = new("zeros_like");
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(zerosLikeOp.Call(this, dtype, Arg.None, device), requires_grad);
        static readonly Op onesLikeOp = new("ones_like");
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(onesLikeOp.Call(this, dtype, Arg.None, device), requires_grad);
        static readonly Op emptyLikeOp = new("empty_like");
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(emptyLikeOp.Call(this, dtype, Arg.None, device), requires_grad);
        static readonly Op randLikeOp = new("rand_like");
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(randLikeOp.Call(this, dtype, Arg.None, device), requires_grad);
        static readonly Op randnLikeOp = new("randn_like");
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(randnLikeOp.Call(this, dtype, Arg.None, device), requires_grad);
        static readonly Op fullLikeOp = new("full_like");
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(fullLikeOp.Call(this, value, dtype, Arg.None, device), requires_grad);
        static readonly Op randintLikeOp = new("randint_like.low_dtype");
        public Tensor randint_like(
            long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(randintLikeOp.Call(this, low, high, dtype, Arg.None, device), requires_grad);
    }
}
