using System.Globalization;
using System.Text;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Sweep.Slurm;

/// <summary>
/// The script of a job array's tasks. Every value in it goes through one function, so that none can become a line or a command.
/// </summary>
/// <param name="Name">The job's.</param>
/// <param name="Output">The file of a task's output; Slurm's %A and %a stand for job and task.</param>
/// <param name="OutputFolder">The folder before it.</param>
/// <param name="Flags">Of sbatch, as --time=30.</param>
/// <param name="Command">The program and its arguments, before --shard.</param>
/// <param name="Shards">n of the tasks' --shard i/n.</param>
sealed record JobScript(
    string Name,
    string OutputFolder,
    string Output,
    IReadOnlyList<string> Flags,
    IReadOnlyList<string> Command,
    int Shards)
{
    /// <exception cref="UserError">A value can't stand in a line of a script, whatever the quotes.</exception>
    internal string Text() =>
        string.Join(
            '\n',
            [
                "#!/bin/sh",
                $"#SBATCH --job-name={Word("the sweep's name", Name)}",
                $"#SBATCH --output={Word("the sweep's folder", OutputPath())}",
                "#SBATCH --requeue",
                .. Flags.Select(flag => $"#SBATCH {Word("a flag of sbatch", flag)}"),
                "export OMP_NUM_THREADS=1",
                $"exec {string.Join(' ', Command.Select(word => Word("the command", word)))} --shard " +
                $"\"$SLURM_ARRAY_TASK_ID/{Shards.ToString(CultureInfo.InvariantCulture)}\"",
                "",
            ]);

    // Of a path Slurm reads % as a pattern, and leaves patterns alone where there is a backslash.
    string OutputPath() =>
        OutputFolder.Contains('\\', StringComparison.Ordinal)
            ? throw new UserError(
                $"the sweep's folder is '{Shown(OutputFolder)}'; Slurm takes no path with a backslash for a task's output: " +
                "name another folder")
            : Path.Combine(OutputFolder.Replace("%", "%%"), Output);

    /// <summary>A value as one word of a shell's line, and of a line that sbatch reads.</summary>
    internal static string Word(string what, string value)
    {
        if (value.Length == 0) throw new UserError($"{what} is empty; it can't stand in a job's script");
        if (value.EnumerateRunes().Any(IsRefused))
            throw new UserError(
                $"{what} is '{Shown(value)}'; control characters and line breaks can't stand in a job's script: name another");
        return value.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+:%,=@".Contains(c, StringComparison.Ordinal))
            ? value
            : $"'{value.Replace("'", "'\\''")}'";
    }

    // Half of a surrogate pair is told as the replacement character: no file's name can hold it either.
    static bool IsRefused(Rune rune) =>
        rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    static string Shown(string value) =>
        string.Concat(value.EnumerateRunes().Take(100).Select(rune => IsRefused(rune) ? $"\\u{rune.Value:X4}" : $"{rune}"));
}
