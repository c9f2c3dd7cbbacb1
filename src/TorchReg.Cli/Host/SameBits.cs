using System.Runtime.InteropServices;

namespace TorchReg.Cli.Host;

/// <summary>
/// Intel's MKL, the BLAS in the official builds of libtorch, rounds by where numbers lie in memory unless it is told not to,
/// so that the same command would end with other last digits than before. It is told before it is loaded; a choice of the
/// user's stands.
/// </summary>
/// <remarks>
/// https://www.intel.com/content/www/us/en/docs/onemkl/developer-guide-windows/2023-0/reproducibility-conditions.html
/// </remarks>
static class SameBits
{
    internal const string Variable = "MKL_CBWR", Value = "AUTO,STRICT";

    /// <summary>Before the first call of torch. Elsewhere than on Linux and macOS the variable must be set outside.</summary>
    internal static void Choose()
    {
        // What .NET keeps of the environment is a copy that native libraries do not see.
        if (!OperatingSystem.IsWindows()) SetVariable(Variable, Value, overwrite: 0);
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int SetVariable(string name, string value, int overwrite);
}
