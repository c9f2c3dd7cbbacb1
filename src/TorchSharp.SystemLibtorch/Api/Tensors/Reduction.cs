using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Sums, extremes and other reductions.
    public partial class Tensor
    {
        static readonly Op sumDimIntListOp = new("sum.dim_IntList");
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            sumDimIntListOp.Call(this, dim.ToArray(), keepdim, type);
        static readonly Op sumOp = new("sum"); public Tensor sum(ScalarType? type = null) => sumOp.Call(this, type);
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            sumDimIntListOp.Call(this, dim, keepdim, type);
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1], keepdim, type);
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1, dim2], keepdim, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            sumDimIntListOp.Call(this, dim, keepdim, type);
        static readonly Op nansumOp = new("nansum"); public Tensor nansum() => nansumOp.Call(this);
        static readonly Op meanOp = new("mean"); public Tensor mean() => meanOp.Call(this);
        static readonly Op meanDimOp = new("mean.dim");
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            meanDimOp.Call(this, dimensions, keepdim, type);
        static readonly Op nanmeanOp = new("nanmean");
        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) =>
            nanmeanOp.Call(this, dim, keepdim, dtype);
        static readonly Op prodOp = new("prod"); public Tensor prod(ScalarType? type = null) => prodOp.Call(this, type);
        static readonly Op prodDimIntOp = new("prod.dim_int");
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
            prodDimIntOp.Call(this, dim, keepdim, type);
        static readonly Op maxOp = new("max"); public Tensor max() => maxOp.Call(this);
        static readonly Op maxOtherOp = new("max.other"); public Tensor max(Tensor other) => maxOtherOp.Call(this, other);
        static readonly Op maxDimOp = new("max.dim");
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => maxDimOp.Call2(this, dim, keepdim);
        static readonly Op minOp = new("min"); public Tensor min() => minOp.Call(this);
        static readonly Op minOtherOp = new("min.other"); public Tensor min(Tensor other) => minOtherOp.Call(this, other);
        static readonly Op minDimOp = new("min.dim");
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => minDimOp.Call2(this, dim, keepdim);
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            amax(dims.ToArray(), keepdim, @out);
        static readonly Op amaxOp = new("amax");
        static readonly Op amaxOutOp = new("amax.out");
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? amaxOp.Call(this, dims, keepdim) : amaxOutOp.Out(this, dims, keepdim, @out);
        public Tensor amax(params long[] dims) => amaxOp.Call(this, dims);
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            amin(dims.ToArray(), keepdim, @out);
        static readonly Op aminOp = new("amin");
        static readonly Op aminOutOp = new("amin.out");
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? aminOp.Call(this, dims, keepdim) : aminOutOp.Out(this, dims, keepdim, @out);
        public Tensor amin(params long[] dims) => aminOp.Call(this, dims);
        static readonly Op aminmaxOp = new("aminmax");
        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => aminmaxOp.Call2(this, dim, keepdim);
        static readonly Op argmaxOp = new("argmax"); public Tensor argmax() => argmaxOp.Call(this);
        public Tensor argmax(long dim, bool keepdim = false) => argmaxOp.Call(this, dim, keepdim);
        static readonly Op argminOp = new("argmin"); public Tensor argmin() => argminOp.Call(this);
        public Tensor argmin(long dim, bool keepdim = false) => argminOp.Call(this, dim, keepdim);
        static readonly Op allOp = new("all"); public Tensor all() => allOp.Call(this);
        static readonly Op allDimOp = new("all.dim");
        public Tensor all(long dim, bool keepdim = false) => allDimOp.Call(this, dim, keepdim);
        static readonly Op anyOp = new("any"); public Tensor any() => anyOp.Call(this);
        static readonly Op anyDimOp = new("any.dim");
        public Tensor any(long dim, bool keepdim = false) => anyDimOp.Call(this, dim, keepdim);
        static readonly Op normScalarOp = new("norm.Scalar"); public Tensor norm(float p = 2) => normScalarOp.Call(this, p);
        static readonly Op normScalarOptDimOp = new("norm.ScalarOpt_dim");
        public Tensor norm(int dim, bool keepdim = false, float p = 2) => normScalarOptDimOp.Call(this, p, dim, keepdim);
        static readonly Op distOp = new("dist"); public Tensor dist(Tensor other, float p = 2) => distOp.Call(this, other, p);
        static readonly Op logsumexpOp = new("logsumexp");
        public Tensor logsumexp(long dim, bool keepdim = false) => logsumexpOp.Call(this, dim, keepdim);
        static readonly Op medianOp = new("median"); public Tensor median() => medianOp.Call(this);
        static readonly Op nanmedianOp = new("nanmedian"); public Tensor nanmedian() => nanmedianOp.Call(this);
        static readonly Op modeOp = new("mode");
        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false) => modeOp.Call2(this, dim, keepdim);
        static readonly Op kthvalueOp = new("kthvalue");
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
            kthvalueOp.Call2(this, k, dim ?? -1, keepdim);
        static readonly Op quantileOp = new("quantile");
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => quantileOp.Call(this, q, dim, keepdim);
        static readonly Op nanquantileOp = new("nanquantile");
        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => nanquantileOp.Call(this, q, dim, keepdim);
        static readonly Op countNonzeroOp = new("count_nonzero");
        static readonly Op countNonzeroDimIntListOp = new("count_nonzero.dim_IntList");
        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? countNonzeroOp.Call(this) : countNonzeroDimIntListOp.Call(this, dims);
        static readonly Op cumsumOp = new("cumsum");
        public Tensor cumsum(long dim, ScalarType? type = null) => cumsumOp.Call(this, dim, type);
        static readonly Op cumprodOp = new("cumprod");
        public Tensor cumprod(long dim, ScalarType? type = null) => cumprodOp.Call(this, dim, type);
        static readonly Op cummaxOp = new("cummax", isUncaught: true);
        public (Tensor values, Tensor indexes) cummax(long dim) => cummaxOp.Call2(this, dim);
        static readonly Op cumminOp = new("cummin", isUncaught: true);
        public (Tensor values, Tensor indexes) cummin(long dim) => cumminOp.Call2(this, dim);
        static readonly Op logcumsumexpOp = new("logcumsumexp");
        public Tensor logcumsumexp(long dim) => logcumsumexpOp.Call(this, dim);
        static readonly Op histcOp = new("histc");
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => histcOp.Call(this, bins, min, max);
        static readonly Op bincountOp = new("bincount");
        public Tensor bincount(Tensor? weights, long minlength = 0) => bincountOp.Call(this, weights, minlength);
        static readonly Op trapezoidXOp = new("trapezoid.x");
        public Tensor trapezoid(Tensor x, long dim = -1) => trapezoidXOp.Call(this, x, dim);
        static readonly Op trapezoidDxOp = new("trapezoid.dx");
        public Tensor trapezoid(double dx = 1, long dim = -1) => trapezoidDxOp.Call(this, dx, dim);
        static readonly Op cumulativeTrapezoidXOp = new("cumulative_trapezoid.x");
        public Tensor cumulative_trapezoid(Tensor x, long dim = -1) => cumulativeTrapezoidXOp.Call(this, x, dim);
        static readonly Op cumulativeTrapezoidDxOp = new("cumulative_trapezoid.dx");
        public Tensor cumulative_trapezoid(double dx = 1, long dim = -1) => cumulativeTrapezoidDxOp.Call(this, dx, dim);
        static readonly Op diffOp = new("diff");
        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
            diffOp.Call(this, n, dim, prepend, append);
        static readonly Op covOp = new("cov");
        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) =>
            covOp.Call(this, correction, fweights, aweights);
        static readonly Op corrcoefOp = new("corrcoef"); public Tensor corrcoef() => corrcoefOp.Call(this);
        static readonly Op renormOp = new("renorm");
        public Tensor renorm(float p, long dim, float maxnorm) => renormOp.Call(this, p, dim, maxnorm);
    }
}
