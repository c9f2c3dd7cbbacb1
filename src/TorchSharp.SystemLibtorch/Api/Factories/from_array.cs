using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

// Tensors over the memory of .NET arrays.
public static partial class torch
{
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        if (rawArray is null) throw Null(nameof(rawArray));
        var sizes = new long[rawArray.Rank];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = rawArray.GetLongLength(i);
        var tensor = rawArray.GetType().GetElementType() == typeof((float, float))
            ? Copied<(float, float)>(rawArray.Cast<(float, float)>().ToArray(), sizes, null, CPU, false)
            : Over(rawArray, 0, sizes);
        return Unnamed(Placed(tensor, dtype, device, requires_grad), names);
    }

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) =>
        from_array(data, dtype, device);

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        Given(data).to(dtype ?? data.dtype, device ?? data.device);

    public static Tensor frombuffer(
        Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        if (rawArray is null) throw Null(nameof(rawArray));
        if (offset < 0 || offset >= rawArray.LongLength) throw new ArgumentException($"invalid value for 'offset': {offset}");
        if (count < 0) count = rawArray.LongLength - offset;
        if (count > rawArray.LongLength - offset) throw new IndexOutOfRangeException($"element count is too large: {count}");
        if (rawArray.GetType().GetElementType() == typeof((float, float)))
            throw new NotImplementedException(
                "frombuffer(ComplexFloat32): take torch.tensor or torch.from_array for complex numbers.");
        return Placed(Over(rawArray, offset, [count]), dtype, CPU, requires_grad);
    }

    static unsafe Tensor Over(Array array, long offset, long[] sizes)
    {
        var type = TypeOf(array.GetType().GetElementType()!);
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        try
        {
            IntPtr created;
            fixed (long* size = sizes)
            fixed (byte* first = &MemoryMarshal.GetArrayDataReference(array))
                Native.Check(Native.tensor_from_memory(
                    first + offset * type.ElementSize(), size, sizes.Length, (sbyte)type, &Unpin, GCHandle.ToIntPtr(pin),
                    &created));
            return Tensor.Own(created);
        }
        catch
        {
            pin.Free();
            throw;
        }
    }

    // Called by libtorch, on whichever thread lets go of the memory.
    [UnmanagedCallersOnly]
    static void Unpin(IntPtr pin) => GCHandle.FromIntPtr(pin).Free();
}
