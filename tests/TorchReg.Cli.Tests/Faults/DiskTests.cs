using System.Diagnostics;
using TorchReg.Cli.Tests.Runs;

namespace TorchReg.Cli.Tests.Faults;

/// <summary>A test on a small file system of its own; skipped where this user can't mount one.</summary>
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!CanMount.Value) Skip = "a tmpfs can't be mounted here; it needs Linux and the right to mount.";
    }

    static Lazy<bool> CanMount { get; } = new(() =>
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            using var disk = new SmallDisk("64k");
            return true;
        }
        catch (Exception refused) when (refused is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });
}

/// <inheritdoc cref="SmallDiskFactAttribute"/>
public sealed class SmallDiskTheoryAttribute : TheoryAttribute
{
    public SmallDiskTheoryAttribute() => Skip = new SmallDiskFactAttribute().Skip;
}

/// <summary>A tmpfs of a given size.</summary>
sealed class SmallDisk : IDisposable
{
    internal SmallDisk(string size)
    {
        Path = Directory.CreateTempSubdirectory("torchreg-disk-").FullName;
        if (Call("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Path) == 0) return;
        Directory.Delete(Path);
        throw new InvalidOperationException("no mount");
    }

    internal string Path { get; }

    internal void ReadOnly() => Call("mount", "-o", "remount,ro", Path);

    public void Dispose()
    {
        Call("umount", Path);
        Directory.Delete(Path);
    }

    static int Call(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}

/// <summary>Disks that are full or can't be written, and interruptions in the middle of a write.</summary>
public sealed class DiskTests : IDisposable
{
    const string Config = """
        { "data": { "source": "classification", "trainRows": 200, "testRows": 20, "generated": { "columns": 50 } },
        "model": { "kind": "mlp", "hidden": [40] },
          "optimizer": { "kind": "adam" }, "training": { "epochs": 3, "batchSize": 10, "learningRate": 0.01, "threads": 1 },
          "checkpoints": { "everySteps": 2, "keep": 1000 } }
        """;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string Place(string name) => Path.Combine(folder.Path, name);

    [SmallDiskFact]
    public void A_full_disk_ends_a_run_in_one_line_and_what_was_saved_goes_on_elsewhere()
    {
        var config = folder.Write("c.json", Config);
        Assert.Equal(0, Cli.Run("train", config, "--to", Place("whole")).Status);
        using (var disk = new SmallDisk("300k"))
        {
            var run = Path.Combine(disk.Path, "run");
            var result = Cli.Run("train", config, "--to", run);
            Assert.Equal(1, result.Status);
            Assert.Single(result.Error.TrimEnd().Split('\n'));
            Assert.Contains("No space left on device", result.Error);
            Assert.Empty(Directory.GetFiles(run, "*.part", SearchOption.AllDirectories));
            Copy(run, Place("moved"));
        }
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(Place("moved"), "checkpoints"), "*.checkpoint"));
        Assert.Equal(0, Cli.Run("train", "--resume", Place("moved")).Status);
        Killed.AssertSameBytes(Place("whole"), Place("moved"));
    }

    [SmallDiskFact]
    public void A_full_disk_leaves_the_old_file_where_predictions_do_not_fit()
    {
        Assert.Equal(0, Cli.Run("train", folder.Write("c.json", Config), "--to", Place("run")).Status);
        var rows = folder.Write(
            "rows.csv",
            string.Join(',', Enumerable.Range(0, 50).Select(i => $"x{i}")) +
                "\n" +
                string.Concat(Enumerable.Repeat(string.Join(',', new int[50]) + "\n", 3000)));
        using var disk = new SmallDisk("64k");
        var output = Path.Combine(disk.Path, "out.csv");
        File.WriteAllText(output, "old");
        Assert.Equal(1, Cli.Run("predict", Place("run"), rows, "--to", output).Status);
        Assert.Equal("old", File.ReadAllText(output));
        Assert.Single(Directory.GetFiles(disk.Path));
    }

    [
        SmallDiskTheory,
        InlineData("sweep", "24k"),
        InlineData("sweep", "40k"),
        InlineData("select", "24k"),
        InlineData("select", "48k"),
        InlineData("report", "8k")
    ]
    public void A_full_disk_ends_every_other_verb_in_one_line_too_and_leaves_no_part(string verb, string size)
    {
        using var disk = new SmallDisk(size);
        var to = Path.Combine(disk.Path, "to");
        if (verb == "report") Assert.Equal(0, Cli.Run("train", folder.Write("c.json", Config), "--to", Place("run")).Status);
        var result = Cli.Run(verb switch
        {
            "sweep" =>
            [
                "sweep",
                folder.Write(
                    "s.json",
                    $$"""
                    { "base": {{Config}}, "vary": { "training.learningRate": { "from": 0.001, "to": 0.01, "count": 20 } } }
                    """),
                "--to",
                to,
                "--workers=1",
                "--epochs=1"
            ],
            "select" =>
            [
                "select",
                "--rows=60",
                "--path.count=13",
                "--ratio=0.2",
                "--folds.count=3",
                "--folds.threads=1",
                "--to",
                to
            ],
            _ => ["report", Place("run"), "--to", to],
        });
        Assert.Equal(1, result.Status);
        Assert.Contains("No space left on device", Assert.Single(result.Error.TrimEnd().Split('\n')));
        Assert.Empty(Directory.GetFiles(disk.Path, "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_folder_that_can_not_be_written_is_refused_in_one_line()
    {
        if (!OperatingSystem.IsLinux()) return;
        var result = Cli.Run("train", folder.Write("c.json", Config), "--to", "/proc/torchreg-run");
        Assert.NotEqual(0, result.Status);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Contains("/proc/torchreg-run", result.Error);
    }

    [Theory, InlineData("-INT"), InlineData("-TERM")]
    public void A_signal_in_the_middle_of_a_write_lets_the_write_end(string signal)
    {
        if (OperatingSystem.IsWindows()) return;
        var config = folder.Write("large.json", KillInWriteTests.Large);
        var run = Place($"run{signal}");
        using (var process = TorchRegProcess.Start("train", config, "--to", run, "--json", "--epochs=200"))
        {
            while (Killed.Parts(Path.Combine(run, "checkpoints")).Length == 0) Assert.False(process.HasExited);
            process.Signal(signal);
            var ended = process.WaitForExit(TimeSpan.FromSeconds(30));
            process.End();
            Assert.True(ended);
            Assert.Equal(
                (130, $"torchreg: interrupted; go on by torchreg train --resume {run}"),
                (process.ExitCode, process.StandardError.ReadToEnd().Trim()));
        }
        Assert.Empty(Directory.GetFiles(run, "*.part", SearchOption.AllDirectories));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(run, "checkpoints"), "*.checkpoint"));
    }

    [Fact]
    public void Nothing_is_written_outside_the_folders_that_were_given()
    {
        using var elsewhere = new TemporaryFolder();
        var run = Place("run");
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = elsewhere.Path, RedirectStandardOutput = true };
        foreach (var arg in new[]
            {
                Path.Combine(AppContext.BaseDirectory, "TorchReg.Cli.dll"),
                "train",
                folder.Write("c.json", Config),
                "--to",
                run
            })
            start.ArgumentList.Add(arg);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TORCHREG_")).ToArray())
            start.Environment.Remove(name);
        start.Environment["HOME"] = start.Environment["TMPDIR"] = elsewhere.Path;
        // .NET's own socket for diagnostics would lie in the temporary folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere.Path));
        Assert.Equal(["c.json", "run"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }
}
