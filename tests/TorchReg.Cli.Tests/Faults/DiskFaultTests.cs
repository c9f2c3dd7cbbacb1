using System.Diagnostics;
using TorchReg.Cli.Host;
using TorchReg.Cli.Tests.Runs;

namespace TorchReg.Cli.Tests.Faults;

/// <summary>
/// A test under a disk that fails where one likes: a library in front of libc, compiled here. Skipped where there is no compiler.
/// </summary>
public sealed class FaultyDiskFactAttribute : FactAttribute
{
    public FaultyDiskFactAttribute()
    {
        if (FaultyDisk.Library.Value == null) Skip = "no C compiler: it needs Linux and cc.";
    }
}

/// <inheritdoc cref="FaultyDiskFactAttribute"/>
public sealed class FaultyDiskTheoryAttribute : TheoryAttribute
{
    public FaultyDiskTheoryAttribute()
    {
        if (FaultyDisk.Library.Value == null) Skip = "no C compiler: it needs Linux and cc.";
    }
}

static class FaultyDisk
{
    // FAULT="operation errno part-of-a-path": read, open, rename or fsync of such a path fails so; fsync-folder is that of a
    // folder. What .NET looks up by name in libc itself is handed out from here as well.
    const string Source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <stdarg.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/stat.h>
        #include <unistd.h>
        static int hits(const char *operation, const char *path) {
          const char *fault = getenv("FAULT");
          char what[32], part[256]; int number;
          if (!fault || !path || sscanf(fault, "%31s %d %255s", what, &number, part) != 3) return 0;
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
        ssize_t read(int f, void *b, size_t n) { REAL(ssize_t, read, int, void *, size_t);
        return file_hits("read", f) ? -1 : real(f, b, n); }
        ssize_t pread(int f, void *b, size_t n, off_t o) { REAL(ssize_t, pread, int, void *, size_t, off_t);
        return file_hits("read", f) ? -1 : real(f, b, n, o); }
        ssize_t pread64(int f, void *b, size_t n, off64_t o) { REAL(ssize_t, pread64, int, void *, size_t, off64_t);
        return file_hits("read", f) ? -1 : real(f, b, n, o); }
        int fsync(int f) { REAL(int, fsync, int); struct stat s;
        return file_hits(fstat(f, &s) == 0 && S_ISDIR(s.st_mode) ? "fsync-folder" : "fsync", f) ? -1 : real(f); }
        void *dlsym(void *library, const char *name) {
          static void *(*real)(void *, const char *);
          const char *versions[] = { "GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5", "GLIBC_2.0" };
          for (int i = 0; i < 4 && !real; i++) real = (void *(*)(void *, const char *))dlvsym(RTLD_NEXT, "dlsym", versions[i]);
          return library != RTLD_NEXT && !strcmp(name, "fsync") ? (void *)fsync : real(library, name);
        }
        int rename(const char *a, const char *b) { REAL(int, rename, const char *, const char *);
        return hits("rename", b) ? -1 : real(a, b); }
        int open(const char *p, int flags, ...) { va_list l; va_start(l, flags); int mode = va_arg(l, int); va_end(l);
        REAL(int, open, const char *, int, ...); return hits("open", p) ? -1 : real(p, flags, mode); }
        int open64(const char *p, int flags, ...) { va_list l; va_start(l, flags); int mode = va_arg(l, int); va_end(l);
        REAL(int, open64, const char *, int, ...); return hits("open", p) ? -1 : real(p, flags, mode); }
        """;

    internal static Lazy<string?> Library { get; } = new(() =>
    {
        if (!OperatingSystem.IsLinux() || ProgramPath.Find("cc") is not { } compiler) return null;
        var folder = Directory.CreateTempSubdirectory("torchreg-fault-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        File.WriteAllText(Path.Combine(folder, "fault.c"), Source);
        using var process = Process.Start(
            new ProcessStartInfo(
                compiler,
                [
                    "-shared",
                    "-fPIC",
                    "-O2",
                    "-w",
                    "-o",
                    Path.Combine(folder, "fault.so"),
                    Path.Combine(folder, "fault.c"),
                    "-ldl"
                ])
            {
                RedirectStandardError = true
            })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Path.Combine(folder, "fault.so") : null;
    });

    /// <summary>torchreg on a disk on which an operation on some path fails.</summary>
    internal static CliResult Run(string fault, params string[] args) =>
        TorchRegProcess.Run([("LD_PRELOAD", Library.Value!), ("FAULT", fault)], args);
}

/// <summary>
/// Reading and writing that fails: what is older is taken, what was there stays, and afterwards all goes on to the same bytes.
/// </summary>
public sealed class DiskFaultTests : FolderTests
{
    const int InputOutput = 5, NoAccess = 13;

    const string Config = """
        { "data": { "source": "classification", "trainRows": 60, "testRows": 20, "generated": { "columns": 5 } },
        "model": { "kind": "mlp", "hidden": [4], "dropout": 0.2 },
          "optimizer": { "kind": "adam" }, "training": { "epochs": 3, "batchSize": 20, "threads": 1 },
          "checkpoints": { "everySteps": 2, "everySeconds": 0, "keep": 3 } }
        """;

    string Place(string name) => Path.Combine(folder.Path, name);

    // Whole, and the same run as if its end had never come.
    string Unfinished()
    {
        var config = folder.Write("c.json", Config);
        foreach (var name in new[] { "whole", "run" }) Assert.Equal(0, Cli.Run("train", config, "--to", Place(name)).Status);
        foreach (var name in new[] { "metrics.json", "model.dat", "model.safetensors", "report.html" })
            File.Delete(Path.Combine(Place("run"), name));
        return Place("run");
    }

    static string Newest(string run) =>
        Directory.GetFiles(Path.Combine(run, "checkpoints"), "*.checkpoint").Max(StringComparer.Ordinal)!;

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
        foreach (var fault in new[]
            {
                "rename 5 model.safetensors",
                "rename 5 metrics.json",
                "rename 5 report.html",
                "rename 30 manifest.json"
            })
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

    const string Sweeping = """
        { "base": { "data": { "source": "classification", "trainRows": 60, "testRows": 20, "generated": { "columns": 5 } },
        "training": { "epochs": 1, "threads": 1 } }, "vary": { "training.learningRate": [0.1, 0.2] } }
        """;

    (string[] Line, string[] Files) Verb(string name, string place) => name switch
    {
        "train" => (
            File.Exists(Path.Combine(place, "config.json"))
                ? ["train", "--resume", place]
                : ["train", folder.Write("c.json", Config), "--to", place],
            ["model.safetensors", "model.dat", "history.csv"]),
        "sweep" => (
            ["sweep", folder.Write("s.json", Sweeping), "--to", place, "--workers=1"],
            ["table.csv", "table.json", "best.json"]),
        _ => (
            ["select", "--rows=60", "--path.count=13", "--ratio=0.2", "--folds.count=3", "--folds.threads=1", "--to", place],
            ["curve.csv", "selection.json", "selection.txt"]),
    };

    [FaultyDiskTheory]
    [
        InlineData("train", "fsync", "/damaged/"),
        InlineData("train", "fsync", "/damaged/checkpoints/"),
        InlineData("train", "fsync-folder", "/damaged"),
        InlineData("train", "fsync-folder", "/damaged/checkpoints")
    ]
    [
        InlineData("sweep", "fsync", "/damaged/"),
        InlineData("sweep", "fsync", "/damaged/results/"),
        InlineData("sweep", "fsync-folder", "/damaged")
    ]
    [
        InlineData("select", "fsync", "/damaged/"),
        InlineData("select", "fsync", "/damaged/unfinished/"),
        InlineData("select", "fsync-folder", "/damaged/unfinished")
    ]
    public void What_the_disk_did_not_take_is_told_and_the_same_command_ends_with_the_same_bytes(
        string verb,
        string operation,
        string place)
    {
        Assert.Equal(0, Cli.Run(Verb(verb, Place("whole")).Line).Status);
        var result = FaultyDisk.Run($"{operation} {InputOutput} {place}", Verb(verb, Place("damaged")).Line);
        Assert.Equal(1, result.Status);
        Assert.Contains("Input/output error", Assert.Single(result.Error.TrimEnd().Split('\n')));
        // What counts as finished is not there: it was never on the disk.
        Assert.False(
            File.Exists(
                Path.Combine(
                    Place("damaged"),
                    verb switch
                    {
                        "train" => "metrics.json",
                        "sweep" => "table.csv",
                        _ => "finished.json"
                    })));
        var (line, files) = Verb(verb, Place("damaged"));
        Assert.Equal((0, ""), Cli.Run(line) is var again ? (again.Status, again.Error) : default);
        Assert.All(
            files,
            file =>
                Assert.Equal(
                    File.ReadAllBytes(Path.Combine(Place("whole"), file)),
                    File.ReadAllBytes(Path.Combine(Place("damaged"), file))));
    }

    [FaultyDiskTheory, InlineData("fsync", "/pages/"), InlineData("fsync-folder", "/pages")]
    public void A_page_and_predictions_that_the_disk_did_not_take_are_told(string operation, string place)
    {
        Assert.Equal(0, Cli.Run("train", folder.Write("c.json", Config), "--to", Place("run")).Status);
        Directory.CreateDirectory(Place("pages"));
        folder.Write("rows.csv", "x0,x1,x2,x3,x4\n1,2,3,4,5\n");
        foreach (var line in new[]
            {
                new[] { "report", Place("run"), "--to", Place("pages/page.html") },
                ["predict", Place("run"), Place("rows.csv"), "--to", Place("pages/rows.csv")]
            })
        {
            File.WriteAllText(line[^1], "old");
            var result = FaultyDisk.Run($"{operation} {InputOutput} {place}", line);
            Assert.Equal(1, result.Status);
            Assert.Contains("Input/output error", Assert.Single(result.Error.TrimEnd().Split('\n')));
            // Before the rename the old one stays; after it the name alone may come back.
            if (operation == "fsync") Assert.Equal("old", File.ReadAllText(line[^1]));
            Assert.DoesNotContain(Directory.GetFiles(Place("pages")), file => file.EndsWith(".part", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_named()
    {
        Unfinished();
        Directory.CreateDirectory(Path.Combine(Place("run"), "model.dat"));
        Assert.Contains(
            $"{Path.Combine(Place("run"), "model.dat")} is there, and was not made here",
            Cli.Run("train", "--resume", Place("run"), "--json") is { Status: 2 } refused ? refused.Error : "accepted");
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
        foreach (var verb in new[]
            {
                new[] { "train", Place("c.json"), "--to", Path.Combine(disk.Path, "new") },
                ["report", run],
                ["select", "--rows=60", "--to", Path.Combine(disk.Path, "s")],
                ["predict", run, Place("rows.csv"), "--to", Path.Combine(disk.Path, "p.csv")]
            })
        {
            folder.Write("rows.csv", "x0,x1,x2,x3,x4\n1,2,3,4,5\n");
            var result = Cli.Run(verb);
            Assert.True(result.Status is 1 or 2);
            Assert.Contains("Read-only file system", result.Error);
            Assert.DoesNotContain("in use", result.Error);
        }
    }
}
