using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // One tensor into several.
    public partial class Tensor
    {
        static readonly Op chunkOp = new("chunk");
        public Tensor[] chunk(long chunks, long dim = 0) => chunkOp.CallList(this, chunks, dim);
        static readonly Op splitWithSizesOp = new("split_with_sizes");
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => splitWithSizesOp.CallList(this, sizes.ToArray(), dim);
        static readonly Op splitTensorOp = new("split.Tensor");
        public Tensor[] split(long size, int dim = 0) => splitTensorOp.CallList(this, size, dim);
        public Tensor[] split(long[] sizes, long dim = 0) => splitWithSizesOp.CallList(this, sizes, dim);
        public Tensor[] split(params long[] sizes) => splitWithSizesOp.CallList(this, sizes);
        static readonly Op tensorSplitTensorIndicesOrSectionsOp = new("tensor_split.tensor_indices_or_sections");
        public Tensor[] tensor_split(Tensor indices, long dim = 0) =>
            tensorSplitTensorIndicesOrSectionsOp.CallList(this, indices, dim);
        static readonly Op tensorSplitSectionsOp = new("tensor_split.sections");
        public Tensor[] tensor_split(long size, long dim = 0) => tensorSplitSectionsOp.CallList(this, size, dim);
        static readonly Op tensorSplitIndicesOp = new("tensor_split.indices");
        public Tensor[] tensor_split(long[] sizes, long dim = 0) => tensorSplitIndicesOp.CallList(this, sizes, dim);
        public Tensor[] hsplit(Tensor indices) => hsplit(Places(indices));
        static readonly Op hsplitIntOp = new("hsplit.int"); public Tensor[] hsplit(long size) => hsplitIntOp.CallList(this, size);
        static readonly Op hsplitArrayOp = new("hsplit.array");
        public Tensor[] hsplit(params long[] sizes) => hsplitArrayOp.CallList(this, sizes);
        public Tensor[] vsplit(Tensor indices) => vsplit(Places(indices));
        static readonly Op vsplitIntOp = new("vsplit.int"); public Tensor[] vsplit(long size) => vsplitIntOp.CallList(this, size);
        static readonly Op vsplitArrayOp = new("vsplit.array");
        public Tensor[] vsplit(params long[] sizes) => vsplitArrayOp.CallList(this, sizes);
        static readonly Op dsplitArrayOp = new("dsplit.array");
        public Tensor[] dsplit((long, long) indices_or_sections) => dsplitArrayOp.CallList(this, Items(indices_or_sections));
        public Tensor[] dsplit((long, long, long) indices_or_sections) =>
            dsplitArrayOp.CallList(this, Items(indices_or_sections));
        public Tensor[] dsplit((long, long, long, long) indices_or_sections) =>
            dsplitArrayOp.CallList(this, Items(indices_or_sections));
        public Tensor[] dsplit(Tensor indices) => dsplit(Places(indices));
        static readonly Op dsplitIntOp = new("dsplit.int"); public Tensor[] dsplit(long size) => dsplitIntOp.CallList(this, size);
        public Tensor[] dsplit(params long[] sizes) => dsplitArrayOp.CallList(this, sizes);
        static readonly Op unbindIntOp = new("unbind.int");
        public Tensor[] unbind(long dimension = 0) => unbindIntOp.CallList(this, dimension);
    }
}
