using System.Reflection;
using TorchSharp;

namespace TorchReg.Cli.Backends;

/// <summary>Which assembly stands behind the TorchSharp API.</summary>
static class Backend
{
    internal static string Name(Assembly torchSharp)
    {
        var name =
            torchSharp.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "TorchBackend")?.Value
            ?? "TorchSharp NuGet package";
        var version = torchSharp.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? torchSharp.GetName().Version?.ToString();
        return $"{name} {version}";
    }

    internal static string Name() => Name(typeof(torch).Assembly);
}
