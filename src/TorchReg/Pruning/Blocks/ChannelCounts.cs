using System.Reflection;
using TorchSharp.Modules;

namespace TorchReg.Pruning;

/// <summary>
/// The numbers of channels that a convolution checks its input against. They have no setters, in no version of the package so
/// far; they are automatic properties, so their fields have the names that the compiler gives.
/// </summary>
static class ChannelCounts
{
    static readonly FieldInfo? inputs = Field(nameof(Convolution.in_channels)), outputs = Field(nameof(Convolution.out_channels));

    static FieldInfo? Field(string property) =>
        typeof(Convolution).GetField($"<{property}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>Why they can't be set here; null where they can.</summary>
    internal static string? Obstacle => inputs is null || outputs is null
        ? "this version of TorchSharp keeps a convolution's in_channels and out_channels where they can't be set"
        : null;

    internal static void Set(Convolution convolution, long columns, long units)
    {
        inputs!.SetValue(convolution, columns);
        outputs!.SetValue(convolution, units);
    }
}
