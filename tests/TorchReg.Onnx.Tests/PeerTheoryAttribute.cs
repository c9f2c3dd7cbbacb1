using System.ComponentModel;
using System.Diagnostics;

namespace TorchReg.Onnx.Tests;

/// <summary>A test by a module of Debian's Python; skipped, with the package to install, where it is missing.</summary>
public sealed class PeerTheoryAttribute : TheoryAttribute
{
    internal const string Python = "/usr/bin/python3";

    static readonly Dictionary<string, bool> found = [];

    public PeerTheoryAttribute(string module, string package)
    {
        lock (found)
        {
            if (!found.TryGetValue(module, out var isThere)) isThere = found[module] = Finds(module);
            if (!isThere) Skip = $"needs {package}.";
        }
    }

    // Asking for a module without importing it takes no second.
    static bool Finds(string module)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(
                Python, ["-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)", module]))!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
