using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Views and shapes.
    public partial class Tensor
    {
        static readonly Op viewOp = new("view"); public Tensor view(params long[] shape) => viewOp.Call(this, shape);
        static readonly Op viewAsOp = new("view_as"); public Tensor view_as(Tensor other) => viewAsOp.Call(this, other);
        static readonly Op viewAsRealOp = new("view_as_real"); public Tensor view_as_real() => viewAsRealOp.Call(this);
        static readonly Op viewAsComplexOp = new("view_as_complex");
        public Tensor view_as_complex() => viewAsComplexOp.Call(this);
        static readonly Op reshapeOp = new("reshape"); public Tensor reshape(params long[] shape) => reshapeOp.Call(this, shape);
        static readonly Op flattenUsingIntsOp = new("flatten.using_ints");
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => flattenUsingIntsOp.Call(this, start_dim, end_dim);
        static readonly Op unflattenIntOp = new("unflatten.int");
        public Tensor unflatten(long dim, Size sizes) => unflattenIntOp.Call(this, dim, sizes.Shape);
        public Tensor unflatten(long dim, params long[] sizes) => unflattenIntOp.Call(this, dim, sizes);
        static readonly Op ravelOp = new("ravel"); public Tensor ravel() => ravelOp.Call(this);
        static readonly Op tOp = new("t"); public Tensor t() => tOp.Call(this);
        static readonly Op transposeIntOp = new("transpose.int");
        public Tensor transpose(long dim0, long dim1) => transposeIntOp.Call(this, dim0, dim1);
        static readonly Op transposeInplace = new("transpose_");
        public Tensor transpose_(long dim0, long dim1) => transposeInplace.Into(this, dim0, dim1);
        static readonly Op adjointOp = new("adjoint"); public Tensor adjoint() => adjointOp.Call(this);
        static readonly Op permuteOp = new("permute");
        public Tensor permute(IEnumerable<long> permutation) => permuteOp.Call(this, permutation.ToArray());
        public Tensor permute(params long[] permutation) => permuteOp.Call(this, permutation);
        static readonly Op movedimIntlistOp = new("movedim.intlist");
        public Tensor movedim(long[] source, long[] destination) => movedimIntlistOp.Call(this, source, destination);
        static readonly Op moveaxisIntlistOp = new("moveaxis.intlist");
        public Tensor moveaxis(long[] source, long[] destination) => moveaxisIntlistOp.Call(this, source, destination);
        static readonly Op swapaxesOp = new("swapaxes");
        public Tensor swapaxes(long dim0, long dim1) => swapaxesOp.Call(this, dim0, dim1);
        static readonly Op swapdimsOp = new("swapdims");
        public Tensor swapdims(long dim0, long dim1) => swapdimsOp.Call(this, dim0, dim1);
        static readonly Op squeezeDimOp = new("squeeze.dim");
        static readonly Op squeezeOp = new("squeeze");
        public Tensor squeeze(long? dim = null) => dim is { } d ? squeezeDimOp.Call(this, d) : squeezeOp.Call(this);
        static readonly Op squeezeDimInplace = new("squeeze_.dim");
        static readonly Op squeezeInplace = new("squeeze_");
        public Tensor squeeze_(long? dim = null) => dim is { } d ? squeezeDimInplace.Into(this, d) : squeezeInplace.Into(this);
        static readonly Op unsqueezeOp = new("unsqueeze"); public Tensor unsqueeze(long dim) => unsqueezeOp.Call(this, dim);
        static readonly Op unsqueezeInplace = new("unsqueeze_");
        public Tensor unsqueeze_(long dim) => unsqueezeInplace.Into(this, dim);
        static readonly Op expandOp = new("expand");
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) =>
            expandOp.Call(this, sizes.ToArray(), isImplicit);
        public Tensor expand(Size sizes, bool isImplicit = false) => expandOp.Call(this, sizes.Shape, isImplicit);
        public Tensor expand(long[] sizes, bool isImplicit = false) => expandOp.Call(this, sizes, isImplicit);
        public Tensor expand(params long[] sizes) => expandOp.Call(this, sizes);
        static readonly Op expandAsOp = new("expand_as"); public Tensor expand_as(Tensor other) => expandAsOp.Call(this, other);
        static readonly Op broadcastToOp = new("broadcast_to");
        public Tensor broadcast_to(params long[] shape) => broadcastToOp.Call(this, shape);
        static readonly Op repeatOp = new("repeat"); public Tensor repeat(params long[] sizes) => repeatOp.Call(this, sizes);
        static readonly Op tileOp = new("tile"); public Tensor tile(long[] reps) => tileOp.Call(this, reps);
        static readonly Op contiguousOp = new("contiguous"); public Tensor contiguous() => contiguousOp.Call(this);
        static readonly Op atleast1dOp = new("atleast_1d"); public Tensor atleast_1d() => atleast1dOp.Call(this);
        static readonly Op atleast2dOp = new("atleast_2d"); public Tensor atleast_2d() => atleast2dOp.Call(this);
        static readonly Op atleast3dOp = new("atleast_3d"); public Tensor atleast_3d() => atleast3dOp.Call(this);
        static readonly Op asStridedOp = new("as_strided");
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            asStridedOp.Call(this, size, strides, storageOffset);
        static readonly Op unfoldOp = new("unfold");
        public Tensor unfold(long dimension, long size, long step) => unfoldOp.Call(this, dimension, size, step);
        static readonly Op flipOp = new("flip"); public Tensor flip(params long[] dims) => flipOp.Call(this, dims);
        static readonly Op fliplrOp = new("fliplr"); public Tensor fliplr() => fliplrOp.Call(this);
        static readonly Op flipudOp = new("flipud"); public Tensor flipud() => flipudOp.Call(this);
        static readonly Op rollOp = new("roll");
        public Tensor roll((long, long) shifts, (long, long) dims) => rollOp.Call(this, Items(shifts), Items(dims));
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) => rollOp.Call(this, Items(shifts), Items(dims));
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) =>
            rollOp.Call(this, shifts.ToArray(), dims.ToArray());
        public Tensor roll(long shifts, long? dims = null) =>
            dims is { } dim ? rollOp.Call(this, shifts, dim) : rollOp.Call(this, shifts);
        public Tensor roll(long[] shifts) => rollOp.Call(this, shifts);
        public Tensor roll(long[] shifts, long[] dims) => rollOp.Call(this, shifts, dims);
        static readonly Op rot90Op = new("rot90");
        public Tensor rot90(long k = 1, (long, long)? dims = null) =>
            rot90Op.Call(this, k, dims is { } plane ? Items(plane) : Arg.Default);
        static readonly Op channelShuffleOp = new("channel_shuffle");
        public Tensor channel_shuffle(long groups) => channelShuffleOp.Call(this, groups);
        public Tensor alias() => Own(Native.tensor_share(Handle));
    }
}
