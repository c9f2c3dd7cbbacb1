namespace TorchSharp;

/// <summary>Calls that TorchSharp's own package answers wrongly: refused here, so that nobody builds on them.</summary>
internal static class Upstream
{
    internal static NotSupportedException Fault(string function, string what, string instead) =>
        new($"TorchSharp's {function} {what}; it is refused here. Take {instead} instead.");
}
