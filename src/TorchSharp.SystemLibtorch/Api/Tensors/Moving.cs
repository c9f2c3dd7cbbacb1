using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // To another dtype or device.
    public partial class Tensor
    {
        static readonly Op toOp = new("to.dtype_layout"), toOtherOp = new("to.other"), typeAsOp = new("type_as");
        static readonly Op pinMemoryOp = new("pin_memory"), isPinnedOp = new("is_pinned"), toDenseOp = new("to_dense");

        Tensor Moved(Arg dtype, Arg device, bool copy, bool disposeAfter, bool non_blocking)
        {
            var result = toOp.Call(this, dtype, Arg.None, device, Arg.None, non_blocking, copy);
            if (disposeAfter) Dispose();
            return result;
        }

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(type, Arg.None, copy, disposeAfter, non_blocking);
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(Arg.None, InitializeDevice(device), copy, disposeAfter, non_blocking);
        public Tensor to(
            ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Moved(type, InitializeDevice(device), copy, disposeAfter, non_blocking);
        public Tensor to(
            DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false,
            bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);
        public Tensor to(Tensor other, bool non_blocking = false) => toOtherOp.Call(this, other, non_blocking);
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        public Tensor type(ScalarType dtype) => to(dtype);
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);
        public Tensor type_as(Tensor tensor) => typeAsOp.Call(this, tensor);

        public Tensor cpu() => to(CPU);
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);
        public Tensor pin_memory() => pinMemoryOp.Call(this);
        public bool is_pinned() => isPinnedOp.CallBool(this);
        public Tensor to_dense() => toDenseOp.Call(this);

        public Tensor @bool() => to(ScalarType.Bool);
        public Tensor @byte() => to(ScalarType.Byte);
        public Tensor @char() => to(ScalarType.Int8);
        public Tensor @short() => to(ScalarType.Int16);
        public Tensor @int() => to(ScalarType.Int32);
        public Tensor @long() => to(ScalarType.Int64);
        public Tensor half() => to(ScalarType.Float16);
        public Tensor bfloat16() => to(ScalarType.BFloat16);
        public Tensor @float() => to(ScalarType.Float32);
        public Tensor @double() => to(ScalarType.Float64);
        public Tensor cfloat() => to(ScalarType.ComplexFloat32);
        public Tensor cdouble() => to(ScalarType.ComplexFloat64);

        Tensor As(ScalarType? type) => type is { } wanted && wanted != dtype ? to(wanted) : this;

        /// <summary>The numbers of an integer tensor, for operators that take positions as a list.</summary>
        static long[] Places(Tensor indices)
        {
            using var whole = Given(indices).to(ScalarType.Int64, CPU);
            return whole.data<long>().ToArray();
        }
    }
}
