using TorchSharp.Interop;

namespace TorchSharp;

// Elements chosen by index or mask.
public static partial class torch
{
    public static Tensor select(Tensor input, long dim, long index) => Given(input).select(dim, index);
    public static Tensor narrow(Tensor input, long dim, long start, long length) => Given(input).narrow(dim, start, length);
    public static Tensor gather(Tensor input, long dim, Tensor index) => Given(input).gather(dim, index);
    static readonly Op gatherOp = new("gather");
    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) =>
        gatherOp.Call(input, dim, index, sparse_grad);
    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) => Given(input).scatter(dim, index, src);
    public static Tensor scatter_(Tensor input, long dim, Tensor index, Tensor src) => Given(input).scatter_(dim, index, src);
    public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) =>
        Given(input).scatter_add(dim, index, src);
    public static Tensor scatter_add_(Tensor input, long dim, Tensor index, Tensor src) =>
        Given(input).scatter_add_(dim, index, src);
    public static Tensor index_select(Tensor input, long dim, Tensor index) => Given(input).index_select(dim, index);
    public static Tensor index_add(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) =>
        Given(input).index_add(dim, index, source, alpha);
    public static Tensor index_add_(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) =>
        Given(input).index_add_(dim, index, source, alpha);
    public static Tensor index_copy(Tensor input, long dim, Tensor index, Tensor source) =>
        Given(input).index_copy(dim, index, source);
    public static Tensor index_copy_(Tensor input, long dim, Tensor index, Tensor source) =>
        Given(input).index_copy_(dim, index, source);
    public static Tensor index_fill(Tensor input, long dim, Tensor index, Scalar value) =>
        Given(input).index_fill(dim, index, value);
    public static Tensor index_fill_(Tensor input, long dim, Tensor index, Scalar value) =>
        Given(input).index_fill_(dim, index, value);
    public static Tensor masked_select(Tensor input, Tensor mask) => Given(input).masked_select(mask);
    public static Tensor take(Tensor input, Tensor index) => Given(input).take(index);
    public static Tensor take_along_dim(Tensor input, IEnumerable<long> indices, long dim = 0) =>
        Given(input).take_along_dim(indices, dim);
    public static Tensor take_along_dim(Tensor input, Tensor indices, long dim = 0) => Given(input).take_along_dim(indices, dim);
    public static Tensor nonzero(Tensor input) => Given(input).nonzero();
    public static Tensor argwhere(Tensor input) => Given(input).argwhere();
    static readonly Op whereOp = new("where"); public static Tensor[] where(Tensor condition) => whereOp.CallList(condition);
    static readonly Op whereSelfOp = new("where.self");
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => whereSelfOp.Call(condition, x, y);
    public static Tensor select_scatter(Tensor input, Tensor src, long dim, long index) =>
        Given(input).select_scatter(src, dim, index);
    public static Tensor slice_scatter(
        Tensor input, Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) =>
        Given(input).slice_scatter(src, dim, start, end, step);
    public static Tensor repeat_interleave(Tensor input, Tensor repeats, long? dim = null, long? output_size = null) =>
        Given(input).repeat_interleave(repeats, dim, output_size);
    public static Tensor repeat_interleave(Tensor input, long repeats, long? dim = null, long? output_size = null) =>
        Given(input).repeat_interleave(repeats, dim, output_size);
}
