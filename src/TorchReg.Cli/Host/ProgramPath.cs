using System.Diagnostics;


namespace TorchReg.Cli.Host;

/// <summary>
/// Where a program lies: in the folders of PATH alone, never in the working folder, which may hold anybody's files.
/// </summary>
static class ProgramPath
{
    /// <summary>The program's full path; null where PATH has none of that name.</summary>
    /// <param name="name">A name without a folder.</param>
    /// <param name="path">PATH.</param>
    internal static string? Find(string name, string? path)
    {
        // An empty or relative entry is the working folder by another name.
        foreach (var folder in (path ?? "").Split(Path.PathSeparator).Where(Path.IsPathFullyQualified))
            foreach (var ending in OperatingSystem.IsWindows() ? [".exe", ".com"] : new[] { "" })
                if (Path.Combine(folder, name + ending) is var program && IsProgram(program)) return program;
        return null;
    }

    /// <inheritdoc cref="Find(string, string)"/>
    internal static string? Find(string name) => Find(name, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>The program's full path.</summary>
    internal static string Needed(string name) =>
        Find(name) ?? throw new UserError($"{name} is in no folder of PATH; install it, or add its folder to PATH");

    // A link to nothing exists as well.
    static bool IsProgram(string file) =>
        File.Exists(file)
        && File.ResolveLinkTarget(file, returnFinalTarget: true) is not { Exists: false }
        && (
            OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute))
                != 0);

    /// <summary>Runs a program with this process's input and output; its exit status.</summary>
    /// <param name="program">Its full path.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="folder">Where it runs: the SDK reads files of the working folder that choose what it runs.</param>
    internal static int Run(string program, IReadOnlyList<string> args, string folder)
    {
        using var process =
            Process.Start(new ProcessStartInfo(program, args) { WorkingDirectory = folder })
            ?? throw new UserError($"{program} can't be started");
        process.WaitForExit();
        return process.ExitCode;
    }
}
