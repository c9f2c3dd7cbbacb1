using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg;

/// <summary>
/// What TorchSharp does with a temporary scalar that its finalizer may free before it is read, with one that lives long enough.
/// </summary>
static class ScalarOperations
{
    /// <summary>x², for <c>square()</c>, which is a power with a temporary 2.</summary>
    internal static Tensor Squared(this Tensor tensor) => tensor.pow(Scalars.Of(2));

    /// <summary>The number of a tensor of one element, for <c>ToDouble</c>.</summary>
    internal static double ReadDouble(this Tensor tensor)
    {
        using var scalar = tensor.ToScalar();
        return scalar.ToDouble();
    }

    // Not by ToSingle: of a double beyond a float's range it ends TorchSharp's process.
    internal static float ReadSingle(this Tensor tensor) => (float)tensor.ReadDouble();

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
