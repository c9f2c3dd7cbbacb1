using System.Diagnostics;
using System.Globalization;

namespace TorchReg.Tests.Reference;

/// <summary>A test of what made the reference numbers; skipped where scikit-learn, PyTorch or glmnet is missing.</summary>
public sealed class ReferenceMakersFactAttribute : FactAttribute
{
    internal const string Python = "/usr/bin/python3";

    // Asking for a module without importing it takes no second.
    const string Finds = "import importlib.util as i, sys; sys.exit(not (i.find_spec('torch') and i.find_spec('sklearn')))";

    static readonly Lazy<bool> isThere = new(() =>
        Runs(Python, "-c", Finds) && Runs("Rscript", "-e", "quit(status = !requireNamespace('glmnet'))"));

    public ReferenceMakersFactAttribute()
    {
        if (!isThere.Value) Skip = "needs python3-torch, python3-sklearn and r-cran-glmnet.";
    }

    static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

[Trait("Speed", "Slow")]
public sealed class ReferenceTests
{
    // glmnet's deviance ratios are where it stopped, 1e-9 from the optimum's.
    [ReferenceMakersFact]
    public void The_reference_numbers_are_what_their_script_makes()
    {
        var script = Path.Combine(Repository.Root, "tests", "TorchReg.Tests", "Reference", "make.py");
        using var process = Process.Start(
            new ProcessStartInfo(ReferenceMakersFactAttribute.Python, [script]) { RedirectStandardOutput = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(8, lines.Length);
        Assert.All(lines, line => Assert.True(double.Parse(line.Split(": ")[1], CultureInfo.InvariantCulture) < 2e-9, line));
    }
}
