using System.Reflection;

namespace TorchReg.Tests.TorchApi;

/// <summary>The loaded TorchSharp assembly, if it is the stand-in over the system's libtorch.</summary>
internal static class StandIn
{
    internal static Assembly Assembly => typeof(torch).Assembly;

    internal static bool IsLoaded => Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Any(a => a is { Key: "TorchBackend", Value: "SystemLibtorch" });
}

/// <summary>A fact about the TorchSharp package of a version; skipped on the stand-in and on other versions.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PackageFactAttribute : FactAttribute
{
    public PackageFactAttribute(string version)
    {
        if (StandIn.IsLoaded) Skip = "The stand-in is loaded, not TorchSharp's own package.";
        else if (StandIn.Assembly.GetName().Version?.ToString(3) != version) Skip = $"Not TorchSharp {version}.";
    }
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
