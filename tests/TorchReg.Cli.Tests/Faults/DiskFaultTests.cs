using System.Diagnostics;
using TorchReg.Cli.Tests.Runs;

namespace TorchReg.Cli.Tests.Faults;

/// <summary>A test under a disk that fails where one likes: a library in front of libc, compiled here. Skipped where there is no compiler.</summary>
public sealed class FaultyDiskFactAttribute : FactAttribute
{
    public FaultyDiskFactAttribute()
    {
        if (FaultyDisk.Library.Value == null) Skip = "no C compiler: it needs Linux and cc.";
    }
}

static class FaultyDisk
{
    // FAULT="operation errno part-of-a-path": read, open or rename of such a path fails so.
    const string Source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <stdarg.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <unistd.h>
        static int hits(const char *operation, const char *path) {
          const char *fault = getenv("FAULT");
          char what[16], part[256]; int number;
          if (!fault || !path || sscanf(fault, "%15s %d %255s", what, &number, part) != 3) return 0;
          if (strcmp(what, operation) || !strstr(path, part)) return 0;
          errno = number; return 1;
        }
        static int file_hits(const char *operation, int file) {
          char link[64], path[4096]; int kept = errno;
          snprintf(link, sizeof link, "/proc/self/fd/%d", file);
          ssize_t length = readlink(link, path, sizeof path - 1);
          errno = kept;
          if (length < 0) return 0;
          path[length] = 0;
          return hits(operation, path);
        }
        #define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)
        ssize_t read(int f, void *b, size_t n) { REAL(ssize_t, read, int, void *, size_t); return file_hits("read", f) ? -1 : real(f, b, n); }
        ssize_t pread(int f, void *b, size_t n, off_t o) { REAL(ssize_t, pread, int, void *, size_t, off_t); return file_hits("read", f) ? -1 : real(f, b, n, o); }
        ssize_t pread64(int f, void *b, size_t n, off64_t o) { REAL(ssize_t, pread64, int, void *, size_t, off64_t); return file_hits("read", f) ? -1 : real(f, b, n, o); }
        int rename(const char *a, const char *b) { REAL(int, rename, const char *, const char *); return hits("rename", b) ? -1 : real(a, b); }
        int open(const char *p, int flags, ...) { va_list l; va_start(l, flags); int mode = va_arg(l, int); va_end(l); REAL(int, open, const char *, int, ...); return hits("open", p) ? -1 : real(p, flags, mode); }
        int open64(const char *p, int flags, ...) { va_list l; va_start(l, flags); int mode = va_arg(l, int); va_end(l); REAL(int, open64, const char *, int, ...); return hits("open", p) ? -1 : real(p, flags, mode); }
        """;

    internal static Lazy<string?> Library { get; } = new(() =>
    {
        if (!OperatingSystem.IsLinux() || ProgramPath.Find("cc") is not { } compiler) return null;
        var folder = Directory.CreateTempSubdirectory("torchreg-fault-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        File.WriteAllText(Path.Combine(folder, "fault.c"), Source);
        using var process = Process.Start(new ProcessStartInfo(compiler, ["-shared", "-fPIC", "-w", "-o", Path.Combine(folder, "fault.so"), Path.Combine(folder, "fault.c"), "-ldl"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Path.Combine(folder, "fault.so") : null;
    });

    /// <summary>torchreg on a disk on which an operation on some path fails.</summary>
    internal static CliResult Run(string fault, params string[] args) => TorchRegProcess.Run([("LD_PRELOAD", Library.Value!), ("FAULT", fault)], args);
}

/// <summary>Reading and writing that fails: what is older is taken, what was there stays, and afterwards all goes on to the same bytes.</summary>
public sealed class DiskFaultTests : IDisposable
{
    const int InputOutput = 5, NoAccess = 13;

    const string Config = """
        { "data": { "source": "classification", "trainRows": 60, "testRows": 20, "generated": { "columns": 5 } }, "model": { "kind": "mlp", "hidden": [4], "dropout": 0.2 },
          "optimizer": { "kind": "adam" }, "training": { "epochs": 3, "batchSize": 20, "threads": 1 }, "checkpoints": { "everySteps": 2, "everySeconds": 0, "keep": 3 } }
        """;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string Place(string name) => Path.Combine(folder.Path, name);

    // Whole, and the same run as if its end had never come.
    string Unfinished()
    {
        var config = folder.Write("c.json", Config);
        foreach (var name in new[] { "whole", "run" }) Assert.Equal(0, Cli.Run("train", config, "--to", Place(name)).Status);
        foreach (var name in new[] { "metrics.json", "model.dat", "model.safetensors", "report.html" }) File.Delete(Path.Combine(Place("run"), name));
        return Place("run");
    }

    static string Newest(string run) => Directory.GetFiles(Path.Combine(run, "checkpoints"), "*.checkpoint").Max(StringComparer.Ordinal)!;

    void AssertGoneOn(CliResult result, string newest)
    {
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("a checkpoint that can't be read is passed over, the one before it is used", result.Out);
        Assert.DoesNotContain($"goes on from {newest}", result.Out);
        Killed.AssertSameBytes(Place("whole"), Place("run"));
    }

    [FaultyDiskFact]
    public void A_checkpoint_that_the_disk_does_not_give_back_is_passed_over_for_the_one_before()
    {
        var newest = Newest(Unfinished());
        AssertGoneOn(FaultyDisk.Run($"read {InputOutput} {Path.GetFileName(newest)}", "train", "--resume", Place("run")), newest);
    }

    [FaultyDiskFact]
    public void A_checkpoint_that_may_not_be_read_is_passed_over_for_the_one_before()
    {
        var newest = Newest(Unfinished());
        AssertGoneOn(FaultyDisk.Run($"open {NoAccess} {Path.GetFileName(newest)}", "train", "--resume", Place("run")), newest);
    }

    [Fact]
    public void A_checkpoint_that_became_a_link_to_nothing_is_none_and_the_link_stays()
    {
        if (OperatingSystem.IsWindows()) return;
        var run = Unfinished();
        var newest = Newest(run);
        File.Delete(newest);
        File.CreateSymbolicLink(newest, "gone");
        var result = Cli.Run("train", "--resume", run);
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("is passed over: it was not made here, or is a link", result.Out.ReplaceLineEndings(" "));
        Assert.Contains("no checkpoint is written at step ", result.Out);
        Assert.Equal("gone", new FileInfo(newest).LinkTarget);
        Killed.AssertSameBytes(Place("whole"), run);
    }

    [FaultyDiskFact]
    public void A_write_that_fails_is_one_line_and_leaves_what_was_there_and_afterwards_all_goes_on()
    {
        Unfinished();
        foreach (var fault in new[] { "rename 5 model.safetensors", "rename 5 metrics.json", "rename 5 report.html", "rename 30 manifest.json" })
        {
            var result = FaultyDisk.Run(fault, "train", "--resume", Place("run"), "--json");
            Assert.True(result.Status is 1 or 2, $"{fault}: {result}");
            Assert.All(result.Error.TrimEnd().Split('\n'), line => Assert.StartsWith("torchreg: ", line));
            Assert.DoesNotContain("in use", result.Error);
            if (!fault.Contains("report")) continue;
            // The metrics were written: only the page was missing.
            Assert.True(File.Exists(Path.Combine(Place("run"), "metrics.json")));
            File.Delete(Path.Combine(Place("run"), "metrics.json"));
        }
        Assert.Equal(0, Cli.Run("train", "--resume", Place("run")).Status);
        Killed.AssertSameBytes(Place("whole"), Place("run"));
        Assert.Empty(Directory.GetFiles(Place("run"), "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_named()
    {
        Unfinished();
        Directory.CreateDirectory(Path.Combine(Place("run"), "model.dat"));
        Assert.Contains($"{Path.Combine(Place("run"), "model.dat")} is there, and was not made here", Cli.Run("train", "--resume", Place("run"), "--json") is { Status: 2 } refused ? refused.Error : "accepted");
        Directory.Delete(Path.Combine(Place("run"), "model.dat"));
        Assert.Equal(0, Cli.Run("train", "--resume", Place("run")).Status);
    }

    [SmallDiskFact]
    public void A_disk_that_can_not_be_written_is_told_as_such_and_a_finished_run_answers()
    {
        using var disk = new SmallDisk("4m");
        var run = Path.Combine(disk.Path, "run");
        Assert.Equal(0, Cli.Run("train", folder.Write("c.json", Config), "--to", run).Status);
        disk.ReadOnly();
        Assert.Contains("nothing is left to do", Cli.Run("train", "--resume", run).Out);
        Assert.Equal(0, Cli.Run("evaluate", run).Status);
        foreach (var verb in new[] { new[] { "train", Place("c.json"), "--to", Path.Combine(disk.Path, "new") }, ["report", run], ["select", "--rows=60", "--to", Path.Combine(disk.Path, "s")], ["predict", run, Place("rows.csv"), "--to", Path.Combine(disk.Path, "p.csv")] })
        {
            folder.Write("rows.csv", "x0,x1,x2,x3,x4\n1,2,3,4,5\n");
            var result = Cli.Run(verb);
            Assert.True(result.Status is 1 or 2);
            Assert.Contains("Read-only file system", result.Error);
            Assert.DoesNotContain("in use", result.Error);
        }
    }
}
