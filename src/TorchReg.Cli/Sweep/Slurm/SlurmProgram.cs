using System.ComponentModel;
using System.Diagnostics;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Sweep.Slurm;

/// <summary>Slurm's own programs: sbatch, squeue, scontrol.</summary>
static class SlurmProgram
{
    /// <summary>What it printed.</summary>
    /// <exception cref="UserError">It is not there, or refused; its own words are in the message.</exception>
    internal static string Run(string name, params IEnumerable<string> arguments)
    {
        var (status, output, error) =
            Start(name, arguments)
            ?? throw new UserError(
                $"{name} is not there: this machine does not submit to Slurm; leave out --slurm, or give each task of another " +
                "scheduler its --shard i/n");
        return status == 0 ? output : throw new UserError($"{name} refused: {(error.Length > 0 ? error : output).Trim()}");
    }

    /// <summary>What it printed; null where it is not there or refused.</summary>
    internal static string? TryRun(string name, params IEnumerable<string> arguments) =>
        Start(name, arguments) is (0, var output, _) ? output : null;

    static (int Status, string Output, string Error)? Start(string name, IEnumerable<string> arguments)
    {
        if (ProgramPath.Find(name) is not { } program) return null;
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
