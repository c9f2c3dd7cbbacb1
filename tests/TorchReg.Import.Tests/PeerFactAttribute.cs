using System.ComponentModel;
using System.Diagnostics;

namespace TorchReg.Import.Tests;

/// <summary>A test by Debian's Python and R; skipped, with what to install, where a module or R's glmnet is missing.</summary>
public sealed class PeerFactAttribute : FactAttribute
{
    internal const string Python = "/usr/bin/python3", Glmnet = "glmnet";

    /// <param name="needed">Modules of Python, and glmnet for R with it.</param>
    public PeerFactAttribute(params string[] needed)
    {
        if (Array.Find(needed, one => !Finds(one)) is { } missing)
            Skip = missing == Glmnet ? "needs r-cran-glmnet." : $"needs python3-{missing}.";
    }

    // Asking for a module without importing it takes no second.
    static bool Finds(string one) => one == Glmnet
        ? Runs(".", "Rscript", "-e", "quit(status = !requireNamespace('glmnet'))").Status == 0
        : Runs(".", Python, "-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)",
            one).Status == 0;

    /// <summary>Runs a program in a folder.</summary>
    internal static (int Status, string Out, string Error) Runs(string folder, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder,
                Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" },
            })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (Win32Exception none)
        {
            return (127, "", none.Message);
        }
    }
}
