using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Tensors with the dtype and device of this one.
    public partial class Tensor
    {
        static readonly Op newZerosOp = new("new_zeros");
        public Tensor new_zeros(
            ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(newZerosOp.Call(this, size.ToArray(), dtype ?? this.dtype, Arg.None, device ?? this.device), requires_grad);
        public Tensor new_zeros(
            long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(
                newZerosOp.Call(this, (long[])[dim0, dim1, dim2], dtype ?? this.dtype, Arg.None, device ?? this.device),
                requires_grad);
        public Tensor new_zeros(
            long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
            bool requires_grad = false) =>
            Tracked(
                newZerosOp.Call(this, (long[])[dim0, dim1, dim2, dim3], dtype ?? this.dtype, Arg.None, device ?? this.device),
                requires_grad);
        public Tensor new_zeros(
            long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(
                newZerosOp.Call(this, (long[])[rows, columns], dtype ?? this.dtype, Arg.None, device ?? this.device),
                requires_grad);
        public Tensor new_zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(newZerosOp.Call(this, (long[])[size], dtype ?? this.dtype, Arg.None, device ?? this.device), requires_grad);
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(newZerosOp.Call(this, size, dtype ?? this.dtype, Arg.None, device ?? this.device), requires_grad);
        static readonly Op newOnesOp = new("new_ones");
        public Tensor new_ones(
            long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(
                newOnesOp.Call(this, (long[])[dim0, dim1, dim2], dtype ?? this.dtype, Arg.None, device ?? this.device),
                requires_grad);
        public Tensor new_ones(
            long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
            bool requires_grad = false) =>
            Tracked(
                newOnesOp.Call(this, (long[])[dim0, dim1, dim2, dim3], dtype ?? this.dtype, Arg.None, device ?? this.device),
                requires_grad);
        public Tensor new_ones(
            long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(
                newOnesOp.Call(this, (long[])[rows, columns], dtype ?? this.dtype, Arg.None, device ?? this.device),
                requires_grad);
        public Tensor new_ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(newOnesOp.Call(this, (long[])[size], dtype ?? this.dtype, Arg.None, device ?? this.device), requires_grad);
        static readonly Op newEmptyOp = new("new_empty");
        public Tensor new_empty(
            ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(newEmptyOp.Call(this, size.ToArray(), dtype ?? this.dtype, Arg.None, device ?? this.device), requires_grad);
        public Tensor new_empty(
            long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(
                newEmptyOp.Call(this, (long[])[dim0, dim1, dim2], dtype ?? this.dtype, Arg.None, device ?? this.device),
                requires_grad);
        public Tensor new_empty(
            long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
            bool requires_grad = false) =>
            Tracked(
                newEmptyOp.Call(this, (long[])[dim0, dim1, dim2, dim3], dtype ?? this.dtype, Arg.None, device ?? this.device),
                requires_grad);
        public Tensor new_empty(
            long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(
                newEmptyOp.Call(this, (long[])[rows, columns], dtype ?? this.dtype, Arg.None, device ?? this.device),
                requires_grad);
        public Tensor new_empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(newEmptyOp.Call(this, (long[])[size], dtype ?? this.dtype, Arg.None, device ?? this.device), requires_grad);
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(newEmptyOp.Call(this, size, dtype ?? this.dtype, Arg.None, device ?? this.device), requires_grad);
        static readonly Op newFullOp = new("new_full");
        public Tensor new_full(
            ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(
                newFullOp.Call(this, size.ToArray(), value, dtype ?? this.dtype, Arg.None, device ?? this.device), requires_grad);
        public Tensor new_full(
            long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null,
            bool requires_grad = false) =>
            Tracked(
                newFullOp.Call(this, (long[])[dim0, dim1, dim2], value, dtype ?? this.dtype, Arg.None, device ?? this.device),
                requires_grad);
        public Tensor new_full(
            long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null,
            bool requires_grad = false) =>
            Tracked(
                newFullOp.Call(
                    this, (long[])[dim0, dim1, dim2, dim3], value, dtype ?? this.dtype, Arg.None,
                    device ?? this.device), requires_grad);
        public Tensor new_full(
            long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(
                newFullOp.Call(this, (long[])[rows, columns], value, dtype ?? this.dtype, Arg.None, device ?? this.device),
                requires_grad);
        public Tensor new_full(
            long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(
                newFullOp.Call(this, (long[])[size], value, dtype ?? this.dtype, Arg.None, device ?? this.device), requires_grad);
        public Tensor new_full(
            long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Tracked(newFullOp.Call(this, size, value, dtype ?? this.dtype, Arg.None, device ?? this.device), requires_grad);
    }
}
