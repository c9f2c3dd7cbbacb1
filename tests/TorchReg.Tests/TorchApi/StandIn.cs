using System.Reflection;
using TorchSharp;

namespace TorchReg.Tests.TorchApi;

/// <summary>The loaded TorchSharp assembly, if it is the stand-in over the system's libtorch.</summary>
internal static class StandIn
{
    internal static Assembly Assembly => typeof(torch).Assembly;

    internal static bool IsLoaded => Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Any(a => a is { Key: "TorchBackend", Value: "SystemLibtorch" });
}

/// <summary>A fact about the stand-in itself; skipped where the TorchSharp package is in use.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StandInFactAttribute : FactAttribute
{
    public StandInFactAttribute()
    {
        if (!StandIn.IsLoaded) Skip = "TorchSharp's own package is loaded, not the stand-in.";
    }
}

/// <summary>A theory about the stand-in itself; skipped where the TorchSharp package is in use.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StandInTheoryAttribute : TheoryAttribute
{
    public StandInTheoryAttribute()
    {
        if (!StandIn.IsLoaded) Skip = "TorchSharp's own package is loaded, not the stand-in.";
    }
}
