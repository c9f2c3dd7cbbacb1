using System.Reflection;

namespace TorchReg.Cli.Host;

/// <summary>What this program was built from.</summary>
static class ProgramVersion
{
    static readonly string[] parts = typeof(ProgramVersion)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+');

    /// <summary>"0.1.0".</summary>
    internal static string Text => parts[0];

    /// <summary>The commit; null where the build knew none.</summary>
    internal static string? Commit => parts is [_, var commit] ? commit : null;
}
