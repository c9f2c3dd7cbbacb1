using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Elements chosen by index or mask.
    public partial class Tensor
    {
        static readonly Op selectIntOp = new("select.int");
        public Tensor select(long dim, long index) => selectIntOp.Call(this, dim, index);
        static readonly Op narrowOp = new("narrow");
        public Tensor narrow(long dim, long start, long length) => narrowOp.Call(this, dim, start, length);
        static readonly Op sliceTensorOp = new("slice.Tensor");
        public Tensor slice(long dim, long start, long finish, long step) => sliceTensorOp.Call(this, dim, start, finish, step);
        static readonly Op gatherOp = new("gather");
        public Tensor gather(long dim, Tensor index) => gatherOp.Call(this, dim, index);
        static readonly Op scatterSrcOp = new("scatter.src");
        public Tensor scatter(long dim, Tensor index, Tensor src) => scatterSrcOp.Call(this, dim, index, src);
        static readonly Op scatterSrcInplace = new("scatter_.src");
        public Tensor scatter_(long dim, Tensor index, Tensor src) => scatterSrcInplace.Into(this, dim, index, src);
        static readonly Op scatterAddOp = new("scatter_add");
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => scatterAddOp.Call(this, dim, index, src);
        static readonly Op scatterAddInplace = new("scatter_add_");
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => scatterAddInplace.Into(this, dim, index, src);
        static readonly Op indexSelectOp = new("index_select");
        public Tensor index_select(long dim, Tensor index) => indexSelectOp.Call(this, dim, index);
        static readonly Op indexAddOp = new("index_add");
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            indexAddOp.Call(this, dim, index, source, alpha);
        static readonly Op indexAddInplace = new("index_add_");
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            indexAddInplace.Into(this, dim, index, source, alpha);
        static readonly Op indexCopyOp = new("index_copy");
        public Tensor index_copy(long dim, Tensor index, Tensor source) => indexCopyOp.Call(this, dim, index, source);
        static readonly Op indexCopyInplace = new("index_copy_");
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => indexCopyInplace.Into(this, dim, index, source);
        static readonly Op indexFillIntScalarOp = new("index_fill.int_Scalar");
        public Tensor index_fill(long dim, Tensor index, Scalar value) => indexFillIntScalarOp.Call(this, dim, index, value);
        static readonly Op indexFillIntScalarInplace = new("index_fill_.int_Scalar");
        public Tensor index_fill_(long dim, Tensor index, Scalar value) =>
            indexFillIntScalarInplace.Into(this, dim, index, value);
        static readonly Op maskedSelectOp = new("masked_select");
        public Tensor masked_select(Tensor mask) => maskedSelectOp.Call(this, mask);
        static readonly Op maskedFillScalarOp = new("masked_fill.Scalar");
        public Tensor masked_fill(Tensor mask, Scalar value) => maskedFillScalarOp.Call(this, mask, value);
        static readonly Op maskedFillScalarInplace = new("masked_fill_.Scalar");
        public Tensor masked_fill_(Tensor mask, Scalar value) => maskedFillScalarInplace.Into(this, mask, value);
        static readonly Op maskedScatterOp = new("masked_scatter");
        public Tensor masked_scatter(Tensor mask, Tensor value) => maskedScatterOp.Call(this, mask, value);
        static readonly Op maskedScatterInplace = new("masked_scatter_");
        public Tensor masked_scatter_(Tensor mask, Tensor value) => maskedScatterInplace.Into(this, mask, value);
        static readonly Op takeOp = new("take"); public Tensor take(Tensor index) => takeOp.Call(this, index);
        public Tensor take_along_dim(IEnumerable<long> indices) => take_along_dim(tensor(indices.ToArray(), device: device));
        public Tensor take_along_dim(IEnumerable<long> indices, long dim) =>
            take_along_dim(tensor(indices.ToArray(), device: device), dim);
        static readonly Op takeAlongDimOp = new("take_along_dim");
        public Tensor take_along_dim(Tensor indices) => takeAlongDimOp.Call(this, indices);
        public Tensor take_along_dim(Tensor indices, long dim) => takeAlongDimOp.Call(this, indices, dim);
        static readonly Op nonzeroOp = new("nonzero"); public Tensor nonzero() => nonzeroOp.Call(this);
        static readonly Op argwhereOp = new("argwhere"); public Tensor argwhere() => argwhereOp.Call(this);
        static readonly Op whereSelfOp = new("where.self");
        public Tensor where(Tensor condition, Tensor y) => whereSelfOp.Call(condition, this, y);
        static readonly Op selectScatterOp = new("select_scatter");
        public Tensor select_scatter(Tensor src, long dim, long index) => selectScatterOp.Call(this, src, dim, index);
        static readonly Op sliceScatterOp = new("slice_scatter");
        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) =>
            sliceScatterOp.Call(this, src, dim, start, end, step);
        static readonly Op repeatInterleaveSelfTensorOp = new("repeat_interleave.self_Tensor");
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            repeatInterleaveSelfTensorOp.Call(this, repeats, dim, output_size);
        static readonly Op repeatInterleaveSelfIntOp = new("repeat_interleave.self_int");
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            repeatInterleaveSelfIntOp.Call(this, repeats, dim, output_size);
        static readonly Op nonzeroNumpyOp = new("nonzero_numpy");
        public IList<Tensor> nonzero_as_list() => nonzeroNumpyOp.CallList(this);
    }
}
