using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg;

/// <summary>
/// The number of a tensor of one element. TorchSharp's <c>ToDouble</c> makes a temporary scalar that its finalizer may free before it is
/// read; here it lives until it was read, and is freed at once.
/// </summary>
static class ScalarReading
{
    internal static double ReadDouble(this Tensor tensor)
    {
        using var scalar = tensor.ToScalar();
        return scalar.ToDouble();
    }

    internal static float ReadSingle(this Tensor tensor)
    {
        using var scalar = tensor.ToScalar();
        return scalar.ToSingle();
    }

    internal static long ReadInt64(this Tensor tensor)
    {
        using var scalar = tensor.ToScalar();
        return scalar.ToInt64();
    }

    internal static int ReadInt32(this Tensor tensor) => checked((int)tensor.ReadInt64());

    internal static bool ReadBoolean(this Tensor tensor)
    {
        using var scalar = tensor.ToScalar();
        return scalar.ToBoolean();
    }
}
