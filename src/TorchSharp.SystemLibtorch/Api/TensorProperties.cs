using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Native.tensor_rank(Handle);
        public long dim() => Dimensions;
        public long ndim => Dimensions;
        public long NumberOfElements => Native.tensor_numel(Handle);
        public long numel() => NumberOfElements;
        public long ElementSize => Native.tensor_element_size(Handle);
        public long element_size() => ElementSize;
        public ScalarType dtype => (ScalarType)Native.tensor_dtype(Handle);
        public long storage_offset() => Native.tensor_storage_offset(Handle);
        public bool is_contiguous() => Native.tensor_is_contiguous(Handle) != 0;
        public bool is_sparse => Native.tensor_is_sparse(Handle) != 0;
        public bool is_leaf
        {
            get
            {
                var result = Native.tensor_is_leaf(Handle) != 0;
                GC.KeepAlive(this);
                return result;
            }
        }

        public unsafe long[] shape
        {
            get
            {
                var sizes = new long[Dimensions];
                fixed (long* p = sizes) Native.tensor_sizes(Handle, p);
                return sizes;
            }
        }

        public long[] size() => shape;
        public long size(int dim) => shape[Wrap(dim)];

        public unsafe long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* p = strides) Native.Check(Native.tensor_strides(Handle, p));
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => stride()[Wrap(dim)];

        int Wrap(int dim)
        {
            var rank = (int)Dimensions;
            if (dim < -rank || dim >= rank)
                throw new ArgumentOutOfRangeException(nameof(dim), dim, $"A tensor of {rank} dimensions has no dimension {dim}.");
            return dim < 0 ? dim + rank : dim;
        }

        unsafe (int Type, int Index) DevicePair()
        {
            int type, index;
            Native.tensor_device(Handle, &type, &index);
            return (type, index);
        }

        public DeviceType device_type => (DeviceType)DevicePair().Type;
        public int device_index => DevicePair().Index;
        public Device device { get { var (type, index) = DevicePair(); return new Device((DeviceType)type, index); } }
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_meta => device_type == DeviceType.META;
        public bool is_cpu() => device_type == DeviceType.CPU;
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_complex() => torch.is_complex(dtype);
        public bool is_integral() => torch.is_integral(dtype);
    }
}
