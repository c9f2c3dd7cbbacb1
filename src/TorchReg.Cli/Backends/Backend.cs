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

    /// <summary>
    /// The operators that the assembly calls and the loaded libtorch lacks, looked up one by one; null where it can't tell, as
    /// TorchSharp's package can't.
    /// </summary>
    internal static IReadOnlyList<string>? MissingOperators() =>
        (IReadOnlyList<string>?)typeof(torch).Assembly.GetType("TorchSharp.Interop.Operators")?
            .GetMethod("Missing", BindingFlags.Static | BindingFlags.NonPublic)?.Invoke(null, null);

    internal static string Name() => Name(typeof(torch).Assembly);
}
