using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Variance and standard deviation.
    public partial class Tensor
    {
        static readonly Op varDimOp = new("var.dim");

        // The package takes the variance of all elements first, with no catch around it.
        Tensor Spreading(ScalarType? type)
        {
            var given = As(type);
            if (given.is_floating_point() || given.is_complex()) return given;
            throw Uncaught.Failure(
                new System.Runtime.InteropServices.ExternalException("var only supports floating point and complex dtypes"),
                "var over dimensions");
        }

        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            varDimOp.Call(Spreading(type), Items(dim), unbiased, keepdim);
        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            varDimOp.Call(Spreading(type), Items(dim), unbiased, keepdim);
        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            varDimOp.Call(Spreading(type), dimensions.ToArray(), unbiased, keepdim);
        static readonly Op varOp = new("var"); public Tensor var(bool unbiased = true) => varOp.Call(this, unbiased);
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            varDimOp.Call(Spreading(type), dim, unbiased, keepdim);
        public Tensor var(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            varDimOp.Call(Spreading(type), dimensions, true, keepdim);
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            varDimOp.Call(Spreading(type), dimensions, unbiased, keepdim);
        static readonly Op stdDimOp = new("std.dim");
        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            stdDimOp.Call(As(type), Items(dim), unbiased, keepdim);
        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            stdDimOp.Call(As(type), Items(dim), unbiased, keepdim);
        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            stdDimOp.Call(As(type), dimensions.ToArray(), unbiased, keepdim);
        static readonly Op stdOp = new("std"); public Tensor std(bool unbiased = true) => stdOp.Call(this, unbiased);
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            stdDimOp.Call(As(type), dim, unbiased, keepdim);
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            stdDimOp.Call(As(type), dimensions, unbiased, keepdim);
        static readonly Op varMeanDimOp = new("var_mean.dim");
        public (Tensor var, Tensor mean) var_mean(
            (long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            varMeanDimOp.Call2(As(type), Items(dim), unbiased, keepdim);
        public (Tensor var, Tensor mean) var_mean(
            (long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            varMeanDimOp.Call2(As(type), Items(dim), unbiased, keepdim);
        public (Tensor std, Tensor mean) var_mean(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            varMeanDimOp.Call2(As(type), dimensions.ToArray(), unbiased, keepdim);
        static readonly Op varMeanOp = new("var_mean");
        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => varMeanOp.Call2(this, unbiased);
        public (Tensor var, Tensor mean) var_mean(
            long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            varMeanDimOp.Call2(As(type), dim, unbiased, keepdim);
        public (Tensor std, Tensor mean) var_mean(
            long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            varMeanDimOp.Call2(As(type), dimensions, unbiased, keepdim);
        static readonly Op stdMeanDimOp = new("std_mean.dim");
        public (Tensor std, Tensor mean) std_mean(
            (long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            stdMeanDimOp.Call2(As(type), Items(dim), unbiased, keepdim);
        public (Tensor std, Tensor mean) std_mean(
            (long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            stdMeanDimOp.Call2(As(type), Items(dim), unbiased, keepdim);
        public (Tensor std, Tensor mean) std_mean(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            stdMeanDimOp.Call2(As(type), dimensions.ToArray(), unbiased, keepdim);
        static readonly Op stdMeanOp = new("std_mean");
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => stdMeanOp.Call2(this, unbiased);
        public (Tensor std, Tensor mean) std_mean(
            long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            stdMeanDimOp.Call2(As(type), dim, unbiased, keepdim);
        public (Tensor std, Tensor mean) std_mean(
            long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            stdMeanDimOp.Call2(As(type), dimensions, unbiased, keepdim);
    }
}
