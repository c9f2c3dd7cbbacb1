using TorchSharp.Interop;

namespace TorchSharp;

// Views and shapes.
public static partial class torch
{
    public static Tensor view_as_real(Tensor input) => Given(input).view_as_real();
    public static Tensor view_as_complex(Tensor input) => Given(input).view_as_complex();
    public static Tensor reshape(Tensor input, params long[] shape) => Given(input).reshape(shape);
    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => Given(input).flatten(start_dim, end_dim);
    public static Tensor unflatten(Tensor input, long dim, Size sizes) => Given(input).unflatten(dim, sizes);
    public static Tensor unflatten(Tensor input, long dim, params long[] sizes) => Given(input).unflatten(dim, sizes);
    public static Tensor ravel(Tensor input) => Given(input).ravel();
    public static Tensor t(Tensor input) => Given(input).t();
    public static Tensor transpose(Tensor input, long dim0, long dim1) => Given(input).transpose(dim0, dim1);
    public static Tensor adjoint(Tensor input) => Given(input).adjoint();
    public static Tensor permute(Tensor input, params long[] permutation) => Given(input).permute(permutation);
    static readonly Op movedimIntOp = new("movedim.int");
    public static Tensor movedim(Tensor input, long source, long destination) => movedimIntOp.Call(input, source, destination);
    public static Tensor movedim(Tensor input, long[] source, long[] destination) => Given(input).movedim(source, destination);
    public static Tensor moveaxis(Tensor input, (long, long) source, (long, long) destination) =>
        Given(input).moveaxis(Items(source), Items(destination));
    public static Tensor moveaxis(Tensor input, (long, long, long) source, (long, long, long) destination) =>
        Given(input).moveaxis(Items(source), Items(destination));
    public static Tensor moveaxis(Tensor input, (long, long, long, long) source, (long, long, long, long) destination) =>
        Given(input).moveaxis(Items(source), Items(destination));
    static readonly Op moveaxisIntOp = new("moveaxis.int");
    public static Tensor moveaxis(Tensor input, long source, long destination) => moveaxisIntOp.Call(input, source, destination);
    public static Tensor moveaxis(Tensor input, long[] source, long[] destination) => Given(input).moveaxis(source, destination);
    public static Tensor swapaxes(Tensor input, long axis0, long axis1) => Given(input).swapaxes(axis0, axis1);
    public static Tensor swapdims(Tensor input, long dim0, long dim1) => Given(input).swapdims(dim0, dim1);
    public static Tensor squeeze(Tensor input, long? dim = null) => Given(input).squeeze(dim);
    public static Tensor squeeze_(Tensor input, long? dim = null) => Given(input).squeeze_(dim);
    public static Tensor unsqueeze(Tensor input, long dim) => Given(input).unsqueeze(dim);
    public static Tensor unsqueeze_(Tensor input, long dim) => Given(input).unsqueeze_(dim);
    public static Tensor broadcast_to(Tensor input, params long[] shape) => Given(input).broadcast_to(shape);
    public static Tensor tile(Tensor input, long[] dims) => Given(input).tile(dims);
    static readonly Op atleast1dSequenceOp = new("atleast_1d.Sequence");
    public static IEnumerable<Tensor> atleast_1d(params Tensor[] input) => atleast1dSequenceOp.CallList(input);
    static readonly Op atleast2dSequenceOp = new("atleast_2d.Sequence");
    public static IEnumerable<Tensor> atleast_2d(params Tensor[] input) => atleast2dSequenceOp.CallList(input);
    static readonly Op atleast3dSequenceOp = new("atleast_3d.Sequence");
    public static IEnumerable<Tensor> atleast_3d(params Tensor[] input) => atleast3dSequenceOp.CallList(input);
    public static Tensor flip(Tensor input, params long[] dims) => Given(input).flip(dims);
    public static Tensor fliplr(Tensor input) => Given(input).fliplr();
    public static Tensor flipud(Tensor input) => Given(input).flipud();
    public static Tensor roll(Tensor input, (long, long) shifts, (long, long) dims) => Given(input).roll(shifts, dims);
    public static Tensor roll(Tensor input, (long, long, long) shifts, (long, long, long) dims) =>
        Given(input).roll(shifts, dims);
    public static Tensor roll(Tensor input, ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) =>
        Given(input).roll(shifts, dims);
    public static Tensor roll(Tensor input, long shifts, long? dims = null) => Given(input).roll(shifts, dims);
    public static Tensor roll(Tensor input, long[] shifts) => Given(input).roll(shifts);
    public static Tensor roll(Tensor input, long[] shifts, long[] dims) => Given(input).roll(shifts, dims);
    public static Tensor rot90(Tensor input, long k = 1, (long, long)? dims = null) => Given(input).rot90(k, dims);
}
