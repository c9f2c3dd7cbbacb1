using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Order.
    public partial class Tensor
    {
        static readonly Op sortStableOp = new("sort.stable");
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            sortStableOp.Call2(this, stable, dim, descending);
        static readonly Op argsortOp = new("argsort");
        public Tensor argsort(long dim = -1, bool descending = false) => argsortOp.Call(this, dim, descending);
        static readonly Op topkOp = new("topk");
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            topkOp.Call2(this, k, dim, largest, sorted);
        static readonly Op msortOp = new("msort"); public Tensor msort() => msortOp.Call(this);
        static readonly Op uniqueDimOp = new("unique_dim");
        static readonly Op unique2Op = new("_unique2");
        public (Tensor output, Tensor inverse_indices, Tensor counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            dim is { } d
                ? uniqueDimOp.Call3(this, d, sorted, return_inverse, return_counts)
                : unique2Op.Call3(this, sorted, return_inverse, return_counts);
        static readonly Op uniqueConsecutiveOp = new("unique_consecutive");
        public (Tensor output, Tensor inverse_indices, Tensor counts) unique_consecutive(
            bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            uniqueConsecutiveOp.Call3(this, return_inverse, return_counts, dim);
        static readonly Op bucketizeTensorOp = new("bucketize.Tensor");
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            bucketizeTensorOp.Call(this, boundaries, outInt32, right);
    }
}
