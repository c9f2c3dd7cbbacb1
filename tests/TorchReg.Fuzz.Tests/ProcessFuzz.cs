using System.Diagnostics;
using System.Text;
using TorchReg.Data;
using Xunit.Sdk;

namespace TorchReg.Fuzz.Tests;

/// <summary>
/// torchreg as it is built, as a process of its own: its exit status, its line of error, its time and its memory.
/// </summary>
public sealed class ProcessFuzz(Place place) : IClassFixture<Place>
{
    const long MostMegabytes = 1_024;
    static readonly TimeSpan longest = TimeSpan.FromSeconds(60);

    const string Run = """
        { "data": { "source": "regression", "trainRows": 20, "testRows": 10, "generated": { "columns": 4, "nonZero": 2 } },
        "model": { "kind": "linear" }, "training": { "epochs": 2, "batchSize": 5, "threads": 1 } }
        """;

    const string Table = "size,rooms,price\n1,2,3\n2,1,4\n3,5,1\n4,2,8\n5,1,9\n6,3,2\n7,2,5\n8,1,7\n9,4,6\n";

    [Fact]
    public void A_process_told_or_given_anything_ends_with_a_status_and_a_line_of_its_own()
    {
        if (!OperatingSystem.IsLinux()) return;
        var whole = place.At("whole");
        Assert.Equal(0, Ended("train", [], ["train", place.Write("run.json", Encoding.UTF8.GetBytes(Run)), "--to", whole]));
        Assert.Equal(0, Ended("train", [], ["train", place.At("run.json"), "--to", place.At("other"), "--training.seed=4"]));
        foreach (var (name, random) in Budget.Inputs("process", 10))
        {
            var (what, variables, line) = Drawn(whole, random);
            Ended($"{name}, {what}", variables, line);
        }
    }

    (string What, (string, string)[] Variables, string[] Line) Drawn(string whole, SplitMix64 random)
    {
        switch (random.Below(5))
        {
            case 0: return ("variables", [Variable(random), Variable(random)], ["config", "show", place.At("run.json")]);
            case 1:
                return (
                    "a table",
                    [],
                    [
                        "select",
                        "--loss=squaredError",
                        "--folds.count=3",
                        "--path.count=5",
                        $"--data={place.Write("table.csv", Mutation.Of(Encoding.UTF8.GetBytes(Table), random))}"
                    ]);
            case 2:
                return (
                    "words",
                    [],
                    [
                        .. new[] { "select", "--data=none.csv", Mutation.Word(random), Mutation.Word(random) }
                            .Select(NoNul)
                            .Where(word => word.Length > 0)
                    ]);
            case 3:
                return (
                    "a configuration",
                    [],
                    [
                        "sweep",
                        place.Write(
                            "sweep.json",
                            Mutation.Of(
                                Encoding.UTF8.GetBytes(
                                    $$"""{ "base": {{Run}}, "vary": { "training.learningRate": [ 0.1, 0.2 ] } }"""),
                                random)),
                        "--dry-run"
                    ]);
            default:
                var run = place.Copy(whole, "damaged");
                var damage = Damage.Of(run, place.At("other"), random);
                return (
                    damage,
                    [],
                    random.Below(3) switch
                    {
                        0 => ["evaluate", run],
                        1 => ["report", run, "--to", "/dev/null"],
                        _ => ["train", "--resume", run]
                    });
        }
    }

    static (string, string) Variable(SplitMix64 random) =>
        (
            $"TORCHREG_{NoNul(Mutation.Text("Training__Epochs", random)).Replace("=", "", StringComparison.Ordinal)}",
            NoNul(Mutation.Text("3", random)));

    // The system itself takes no NUL there.
    static string NoNul(string text) => text.Replace("\0", "", StringComparison.Ordinal);

    int Ended(string input, (string Name, string Value)[] variables, string[] line)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = place.Path
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "TorchReg.Cli.dll"));
        foreach (var word in line) start.ArgumentList.Add(word);
        foreach (
            var name in start.Environment.Keys.Where(name => name.StartsWith("TORCHREG_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var (watch, peak) = (Stopwatch.StartNew(), 0L);
        while (!process.WaitForExit(20))
        {
            peak = Math.Max(peak, PeakMegabytes(process.Id));
            if (watch.Elapsed < longest && peak <= MostMegabytes) continue;
            process.Kill();
            throw new XunitException(
                $"{input}: torchreg {string.Join(' ', line)}: after {watch.Elapsed.TotalSeconds:0} s of at most " +
                $"{longest.TotalSeconds:0}, {peak} MB of at most {MostMegabytes}");
        }
        _ = output.Result;
        Verdict.Check($"{input}: torchreg {string.Join(' ', line)}", process.ExitCode, error.Result);
        return process.ExitCode;
    }

    static long PeakMegabytes(int process)
    {
        try
        {
            return
                File.ReadLines($"/proc/{process}/status")
                    .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                    is { } line
                ? long.Parse(
                    line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                    System.Globalization.CultureInfo.InvariantCulture) / 1024
                : 0;
        }
        catch (IOException) { return 0; }
    }
}
