using System.Numerics;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // The elements as .NET values.
    public partial class Tensor
    {
        static readonly Op itemOp = new("item"), equalOp = new("equal");

        /// <summary>The first element's address, checked to be readable from .NET.</summary>
        internal unsafe void* Data
        {
            get
            {
                if (device_type != DeviceType.CPU)
                    throw new InvalidOperationException(
                        "Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                BorderTraffic.CountRead();
                void* data;
                Native.Check(Native.tensor_data(Handle, &data));
                return data;
            }
        }

        public Utils.TensorAccessor<T> data<T>() where T : unmanaged
        {
            Expect<T>();
            return new Utils.TensorAccessor<T>(this);
        }

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException("Number of elements in the tensor must be 1");
            Expect<T>();
            if (device_type == DeviceType.CPU) return data<T>()[0];
            using var here = cpu();
            return here.data<T>()[0];
        }

        void Expect<T>()
        {
            if (dtype == ScalarType.BFloat16 || !TryTypeOf(typeof(T), out var type) || type != dtype)
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}");
        }

        static bool TryTypeOf(Type type, out ScalarType result)
        {
            try { result = TypeOf(type); return true; }
            catch (NotSupportedException) { result = default; return false; }
        }

        public Scalar ToScalar()
        {
            var value = itemOp.CallValue(this);
            return value.Kind switch
            {
                SlotKind.Double => Scalar.Real(dtype, value.Double),
                SlotKind.Complex => Scalar.Of(dtype, new Complex(value.Double, value.Imaginary)),
                _ => Scalar.Whole(dtype, value.Integer),
            };
        }

        bool EveryElement(Tensor other) => equalOp.CallBool(this, other);

        /// <summary>Nested lists with scalars at their ends; of a tensor without dimensions its scalar.</summary>
        public object tolist()
        {
            if (Dimensions == 0) return ToScalar();
            var list = new System.Collections.ArrayList();
            foreach (var row in unbind())
                using (row) list.Add(row.tolist());
            return list;
        }

        public T ReadCpuValue<T>(long i) where T : unmanaged
        {
            if (i < 0 || i >= NumberOfElements)
                throw new ArgumentOutOfRangeException(
                    nameof(i), i, $"The index is beyond the tensor's {NumberOfElements} elements.");
            return data<T>()[i];
        }

        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);
        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);
        public sbyte ReadCpuSByte(long i) => ReadCpuValue<sbyte>(i);
        public short ReadCpuInt16(long i) => ReadCpuValue<short>(i);
        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);
        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);
        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);
        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);
        public float ReadCpuFloat16(long i) => (float)ReadCpuValue<Half>(i);

        public float ReadCpuBFloat16(long i)
        {
            if (dtype != ScalarType.BFloat16) throw new ArgumentException($"BFloat16 is not compatible with {dtype}");
            using var wide = to(ScalarType.Float32);
            return wide.ReadCpuSingle(i);
        }
    }
}
