using System.Diagnostics;
using System.Text;
using TorchReg.Cli.Host;
using TorchReg.Cli.Sweep.Slurm;

namespace TorchReg.Cli.Tests.Sweep;

/// <summary>Whatever a folder is called, a job's script says that name and nothing else, or is refused.</summary>
[Collection(SlurmCluster.OfAll)]
public sealed class JobScriptTests(SlurmCluster slurm) : FolderTests
{
    static readonly string[] pieces =
    [
        "a",
        "Z9",
        " ",
        "  ",
        "'",
        "\"",
        "`",
        "$(touch HACKED)",
        "$HOME",
        "${IFS}",
        ";touch HACKED;",
        "&",
        "|",
        ">HACKED",
        "<",
        "(",
        ")",
        "*",
        "?",
        "[a]",
        "{a,b}",
        "~",
        "#",
        "!",
        "\\",
        "%",
        "%A",
        "%%",
        "=",
        "-",
        "--",
        "\n",
        "\r",
        "\t",
        "\f",
        "\v",
        "\0",
        "\u0007",
        "\u001b[31m",
        "\u0085",
        "\u2028",
        "\u2029",
        "\ud800",
        "ä",
        "λ",
        "文",
        "😀",
        "\u200d",
        "'\\''",
        "\ntouch HACKED\n",
        "\rtouch HACKED",
        "\u2028touch HACKED",
    ];

    static string Drawn(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => pieces[random.Next(pieces.Length)]));

    [Fact]
    public void Every_value_comes_through_a_real_shell_as_it_was_or_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        // Writes its arguments, a NUL behind each.
        var program = folder.Write("say", "#!/bin/sh\nprintf '%s\\0' \"$@\" >> \"$SAID\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var count = int.TryParse(Environment.GetEnvironmentVariable("TORCHREG_SCRIPTS"), out var asked) ? asked : 150;
        var (random, taken, refused) = (new Random(3), new List<string>(), 0);
        var all = new StringBuilder();
        while (taken.Count < count)
        {
            Assert.True(refused < 40 * count, $"{taken.Count} taken, {refused} refused");
            var (path, name, flag) = (Drawn(random), Drawn(random), $"--comment={Drawn(random)}");
            try
            {
                var text = new JobScript(name, $"/tmp/{path}", "%A_%a.out", [flag], [program, "sweep", path], 4).Text();
                // Seven lines; all before the last two are comments to a shell.
                Assert.Equal(7, text.Count(c => c is '\n' or '\r' or '\f' or '\v' or '\u0085' or '\u2028' or '\u2029'));
                Assert.All(text.Split('\n')[..5], line => Assert.StartsWith("#", line));
                File.WriteAllText(Path.Combine(folder.Path, $"{taken.Count}.sh"), text);
                all.Append($"{(taken.Count % 2 == 0 ? "bash" : "sh")} ./{taken.Count}.sh\n");
                taken.Add(path);
            }
            catch (UserError told)
            {
                refused++;
                Assert.DoesNotContain(told.Message, c => char.IsControl(c) || c is '\u2028' or '\u2029');
            }
        }
        Assert.Equal(0, Shell(all.ToString()));
        var said = File.ReadAllText(Path.Combine(folder.Path, "said")).Split('\0')[..^1];
        Assert.Equal(taken.SelectMany(path => new[] { "sweep", path, "--shard", "7/4" }), said);
        Assert.Empty(Directory.GetFiles(folder.Path, "*HACKED*", SearchOption.AllDirectories));
    }

    int Shell(string commands)
    {
        var start = new ProcessStartInfo("bash", [folder.Write("all.sh", commands)]) { WorkingDirectory = folder.Path };
        (start.Environment["SAID"], start.Environment["SLURM_ARRAY_TASK_ID"]) = (Path.Combine(folder.Path, "said"), "7");
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    [Theory]
    [
        InlineData("a\nb", "\\u000A"),
        InlineData("a\rb", "\\u000D"),
        InlineData("a\fb", "\\u000C"),
        InlineData("a\u0085b", "\\u0085"),
        InlineData("a\u2028b", "\\u2028"),
        InlineData("a\u2029b", "\\u2029"),
        InlineData("a\0b", "\\u0000")
    ]
    public void A_folders_name_with_a_line_break_is_refused_and_shown_escaped(string name, string shown)
    {
        var told = Assert.Throws<UserError>(() => new JobScript("s", "/x", "o", [], ["torchreg", "sweep", name], 1).Text());
        Assert.Contains(
            $"the command is 'a{shown}b'; control characters and line breaks can't stand in a job's script",
            told.Message);
        Assert.Throws<UserError>(() => new JobScript(name, "/x", "o", [], ["torchreg"], 1).Text());
        Assert.Throws<UserError>(() => new JobScript("s", name, "o", [], ["torchreg"], 1).Text());
        Assert.Throws<UserError>(() => new JobScript("s", "/x", "o", [name], ["torchreg"], 1).Text());
    }

    [Fact]
    public void Slurm_patterns_in_a_folders_name_are_letters_and_a_backslash_is_refused()
    {
        Assert.Contains(
            "--output=/a/100%%A/%A_%a.out\n",
            new JobScript("s", "/a/100%A", "%A_%a.out", [], ["torchreg"], 1).Text());
        Assert.Contains(
            "no path with a backslash",
            Assert.Throws<UserError>(() => new JobScript("s", @"/a\b", "o", [], ["torchreg"], 1).Text()).Message);
    }

    [SkippableFact]
    public void Slurm_itself_reads_every_script_that_is_not_refused()
    {
        Skip.If(slurm.Missing != null, $"no Slurm: {slurm.Missing}");
        var random = new Random(4);
        for (var (read, i) = (0, 0); read < 12; i++)
        {
            Assert.True(i < 400);
            string text;
            try
            {
                text = new JobScript(
                    Drawn(random),
                    $"/tmp/{Drawn(random)}",
                    "%A_%a.out",
                    ["--time=5"],
                    ["true", Drawn(random)],
                    2).Text();
            }
            catch (UserError) { continue; }
            SlurmCluster.Call("sbatch", "--test-only", folder.Write("job.sh", text));
            read++;
        }
    }
}

/// <summary>Programs are those of PATH.</summary>
public sealed class ProgramPathTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string Program(string place, string name)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, place));
        var file = folder.Write(Path.Combine(place, name), "#!/bin/sh\ntouch \"$0.ran\"\necho 1\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return file;
    }

    [Fact]
    public void The_first_folder_of_PATH_that_has_it_counts_and_no_relative_one()
    {
        if (OperatingSystem.IsWindows()) return;
        var (first, second) = (Program("first", "sbatch"), Program("second", "sbatch"));
        string Paths(params string[] folders) => string.Join(Path.PathSeparator, folders);
        Assert.Equal(first, ProgramPath.Find("sbatch", Paths(Path.GetDirectoryName(first)!, Path.GetDirectoryName(second)!)));
        var here = Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.GetDirectoryName(first)!);
        Assert.Equal(second, ProgramPath.Find("sbatch", Paths("", ".", here, Path.GetDirectoryName(second)!)));
        Assert.Null(ProgramPath.Find("sbatch", Paths("", ".", here)));
        Assert.Null(ProgramPath.Find("sbatch", null));
        File.SetUnixFileMode(first, UnixFileMode.UserRead);
        Assert.Equal(second, ProgramPath.Find("sbatch", Paths(Path.GetDirectoryName(first)!, Path.GetDirectoryName(second)!)));
        File.Delete(first);
        File.CreateSymbolicLink(first, first + ".gone");
        Assert.Equal(second, ProgramPath.Find("sbatch", Paths(Path.GetDirectoryName(first)!, Path.GetDirectoryName(second)!)));
    }

    [Fact]
    public void Slurms_programs_in_the_working_folder_are_not_run()
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var name in new[] { "sbatch", "squeue", "scontrol" }) Program(".", name);
        var config = folder.Write(
            "sweep.json",
            """
            { "base": { "data": { "source": "article" }, "model": { "kind": "linear" }, "training": { "epochs": 1 } },
            "vary": { "training.learningRate": [0.1] } }
            """);
        using var process = TorchRegProcess.Start(
            folder.Path,
            (
                "PATH",
                $"{Path.GetDirectoryName(ProgramPath.Needed("dotnet"))}:{Path.GetDirectoryName(ProgramPath.Needed("env"))}:."),
            "sweep",
            config,
            "--to",
            "out",
            "--slurm");
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Empty(Directory.GetFiles(folder.Path, "*.ran"));
        // A machine with Slurm's own in the folder of env submits to that.
        if (ProgramPath.Find("sbatch") == null) Assert.Contains("sbatch is not there", error);
    }
}
