using TorchSharp.Interop;

namespace TorchSharp;

// Sums, extremes and other reductions.
public static partial class torch
{
    public static Tensor sum(Tensor input, ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
        Given(input).sum(dim, keepdim, type);
    public static Tensor sum(Tensor input, ScalarType? type = null) => Given(input).sum(type);
    public static Tensor sum(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) =>
        Given(input).sum(dim, keepdim, type);
    public static Tensor nansum(Tensor input) => Given(input).nansum();
    public static Tensor mean(Tensor input) => Given(input).mean();
    public static Tensor mean(Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
        Given(input).mean(dimensions, keepdim, type);
    public static Tensor nanmean(Tensor input, int? dim = null, bool keepdim = false, ScalarType? dtype = null) =>
        Given(input).nanmean(dim, keepdim, dtype);
    public static Tensor prod(Tensor input, ScalarType? type = null) => Given(input).prod(type);
    public static Tensor prod(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) =>
        Given(input).prod(dim, keepdim, type);
    public static Tensor max(Tensor input) => Given(input).max();
    public static Tensor max(Tensor input, Tensor other) => Given(input).max(other);
    public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) =>
        Given(input).max(dim, keepdim);
    public static Tensor min(Tensor input) => Given(input).min();
    public static Tensor min(Tensor input, Tensor other) => Given(input).min(other);
    public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) =>
        Given(input).min(dim, keepdim);
    public static Tensor amax(Tensor input, ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
        Given(input).amax(dims, keepdim, @out);
    public static Tensor amax(Tensor input, long[] dims) => Given(input).amax(dims);
    public static Tensor amax(Tensor input, long[] dims, bool keepdim = false, Tensor? @out = null) =>
        Given(input).amax(dims, keepdim, @out);
    public static Tensor amin(Tensor input, ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
        Given(input).amin(dims, keepdim, @out);
    public static Tensor amin(Tensor input, long[] dims, bool keepdim = false, Tensor? @out = null) =>
        Given(input).amin(dims, keepdim, @out);
    public static (Tensor min, Tensor max) aminmax(Tensor input, long? dim = null, bool keepdim = false) =>
        Given(input).aminmax(dim, keepdim);
    public static Tensor argmax(Tensor input) => Given(input).argmax();
    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => Given(input).argmax(dim, keepdim);
    public static Tensor argmin(Tensor input) => Given(input).argmin();
    public static Tensor argmin(Tensor input, long dim, bool keepdim = false) => Given(input).argmin(dim, keepdim);
    public static Tensor all(Tensor input) => Given(input).all();
    public static Tensor all(Tensor input, long dim, bool keepdim = false) => Given(input).all(dim, keepdim);
    public static Tensor any(Tensor input) => Given(input).any();
    public static Tensor any(Tensor input, long dim, bool keepdim = false) => Given(input).any(dim, keepdim);
    static readonly Op normScalarOp = new("norm.Scalar"); public static Tensor norm(Tensor input) => normScalarOp.Call(input);
    public static Tensor norm(Tensor input, float p = 2) => Given(input).norm(p);
    public static Tensor norm(Tensor input, int dimension, bool keepdim = false, float p = 2) =>
        Given(input).norm(dimension, keepdim, p);
    public static Tensor dist(Tensor input, Tensor other, float p = 2) => Given(input).dist(other, p);
    public static Tensor logsumexp(Tensor input, long dim, bool keepdim = false) => Given(input).logsumexp(dim, keepdim);
    public static Tensor median(Tensor input) => Given(input).median();
    public static Tensor nanmedian(Tensor input) => Given(input).nanmedian();
    public static (Tensor values, Tensor indices) mode(Tensor input, long dim = -1, bool keepdim = false) =>
        Given(input).mode(dim, keepdim);
    public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) =>
        Given(input).kthvalue(k, dim, keepdim);
    public static Tensor quantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) =>
        Given(input).quantile(q, dim, keepdim);
    public static Tensor nanquantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) =>
        Given(input).nanquantile(q, dim, keepdim);
    public static Tensor count_nonzero(Tensor input, long[]? dims = null) => Given(input).count_nonzero(dims);
    public static Tensor cumsum(Tensor input, long dim, ScalarType? type = null) => Given(input).cumsum(dim, type);
    public static Tensor cumprod(Tensor input, long dim, ScalarType? dtype = null) => Given(input).cumprod(dim, dtype);
    public static (Tensor values, Tensor indices) cummax(Tensor input, long dim) => Given(input).cummax(dim);
    public static (Tensor values, Tensor indices) cummin(Tensor input, long dim) => Given(input).cummin(dim);
    public static Tensor logcumsumexp(Tensor input, long dim) => Given(input).logcumsumexp(dim);
    public static Tensor histc(Tensor input, long bins = 100, long min = 0, long max = 0) => Given(input).histc(bins, min, max);
    static readonly Op bincountOp = new("bincount");
    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) =>
        bincountOp.Call(input, weights, minlength);
    public static Tensor trapezoid(Tensor y, Tensor x, long dim = -1) => Given(y).trapezoid(x, dim);
    public static Tensor trapezoid(Tensor y, double dx = 1, long dim = -1) => Given(y).trapezoid(dx, dim);
    public static Tensor cumulative_trapezoid(Tensor y, Tensor x, long dim = -1) => Given(y).cumulative_trapezoid(x, dim);
    public static Tensor cumulative_trapezoid(Tensor y, double dx = 1, long dim = -1) => Given(y).cumulative_trapezoid(dx, dim);
    public static Tensor diff(Tensor input, long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
        Given(input).diff(n, dim, prepend, append);
    public static Tensor cov(Tensor input, long correction = 1, Tensor? fweights = null, Tensor? aweights = null) =>
        Given(input).cov(correction, fweights, aweights);
    public static Tensor corrcoef(Tensor input) => Given(input).corrcoef();
    public static Tensor renorm(Tensor input, float p, long dim, float maxnorm) => Given(input).renorm(p, dim, maxnorm);
    static readonly Op histogramBinsTensorOp = new("histogram.bins_tensor");
    public static (Tensor hist, Tensor bin_edges) histogram(
        Tensor input, Tensor bins, Tensor? weight = null, bool density = false) =>
        histogramBinsTensorOp.Call2(input, bins, weight, density);
    static readonly Op histogramBinCtOp = new("histogram.bin_ct");
    public static (Tensor hist, Tensor bin_edges) histogram(
        Tensor input, long bins, (double, double)? range = null, Tensor? weight = null, bool density = false) =>
        histogramBinCtOp.Call2(input, bins, range is { } r ? new[] { r.Item1, r.Item2 } : Arg.None, weight, density);
    static readonly Op trapzXOp = new("trapz.x");
    public static Tensor trapz(Tensor y, Tensor x, long dim = -1) => trapzXOp.Call(y, x, dim);
    static readonly Op trapzDxOp = new("trapz.dx");
    public static Tensor trapz(Tensor y, double dx = 1, long dim = -1) => trapzDxOp.Call(y, dx, dim);
}
