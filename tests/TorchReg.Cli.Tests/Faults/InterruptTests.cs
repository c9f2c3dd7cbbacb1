using System.Diagnostics;
using System.Text;
using TorchReg.Cli.Tests.Runs;
using Xunit.Abstractions;

namespace TorchReg.Cli.Tests.Faults;

/// <summary>
/// Ctrl-C and SIGTERM end every long verb within a second, whatever it is at: rows without an end, a step of ten seconds, a λ
/// that does not converge. Tests share a machine: five seconds fail, the time that it took is in the output.
/// </summary>
public sealed class InterruptTests(FinishedRuns runs, ITestOutputHelper output) : FolderTests, IClassFixture<FinishedRuns>
{
    const string DeepModel = """{ "kind": "mlp", "hidden": [3000, 3000, 3000] }""";
    const string Rows =
        """
        { "source": "classification", "trainRows": 5000, "testRows": 20, "validationFraction": 0.1,
        "generated": { "columns": 100 } }
        """;
    const string Training = """{ "epochs": 100000, "batchSize": 5000, "threads": 1 }""";

    static readonly TimeSpan most = TimeSpan.FromSeconds(5);

    // Set when somebody opened the endless pipe.
    readonly ManualResetEventSlim reads = new();

    string Place(string name) => Path.Combine(folder.Path, name);

    [Theory]
    [InlineData("train, in a step of many seconds", "-INT")]
    [InlineData("train, in a step of many seconds", "-TERM")]
    [InlineData("train, reading rows", "-INT")]
    [InlineData("sweep, in a step of many seconds", "-TERM")]
    [InlineData("sweep, in two processes", "-INT")]
    [InlineData("sweep, many models together", "-INT")]
    [InlineData("select, in a λ of many seconds", "-INT")]
    [InlineData("select, in a λ of many seconds", "-TERM")]
    [InlineData("select, many folds", "-INT")]
    [InlineData("predict", "-INT")]
    [InlineData("evaluate", "-TERM")]
    [InlineData("compare", "-TERM")]
    public async Task A_signal_ends_it_with_status_130_within_a_second(string what, string signal)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var process = TorchRegProcess.Start(Line(what));
        var error = process.StandardError.ReadToEndAsync();
        // What reads rows has said nothing yet; all others say what they read, and then begin.
        if (IsReading(what)) Assert.True(reads.Wait(TimeSpan.FromMinutes(2)), $"{what} reads nothing");
        else Assert.NotNull(process.StandardOutput.ReadLine());
        _ = process.StandardOutput.ReadToEndAsync();
        var isEarly = process.WaitForExit(TimeSpan.FromSeconds(2.5));
        if (isEarly) Assert.Fail($"{what} ended by itself: {await error}");
        var watch = Stopwatch.StartNew();
        process.Signal(signal);
        var ended = process.WaitForExit(most);
        output.WriteLine($"{what}, {signal}: {watch.Elapsed.TotalSeconds:0.00} s");
        process.End();
        Assert.True(ended, $"{what}: no end in {most.TotalSeconds} s");
        Assert.Equal(130, process.ExitCode);
        // A choice of which something was finished is shown and told, and then there is no more to say.
        Assert.Matches(
            what == "select, many folds" ? "^(torchreg: interrupted.*\n)?$" : "^torchreg: interrupted(; .+)?\n$",
            await error);
    }

    static bool IsReading(string what) => what is "train, reading rows" or "predict" or "evaluate";

    string[] Line(string what) => what switch
    {
        "train, in a step of many seconds" =>
        [
            "train",
            Config($$"""{ "data": {{Rows}}, "model": {{DeepModel}}, "training": {{Training}} }"""),
            "--to",
            Place("run")
        ],
        "train, reading rows" =>
        [
            "train",
            Config($$"""{ "data": { "source": "{{Endless("x,y", "1.5,2")}}" }, "model": { "kind": "linear" } }"""),
            "--to",
            Place("run")
        ],
        "sweep, in a step of many seconds" => Sweep(DeepModel, """{ "training.learningRate": [0.1, 0.2] }""", 1),
        "sweep, in two processes" => Sweep(
            """{ "kind": "mlp", "hidden": [200] }""",
            """{ "training.learningRate": [0.1, 0.2] }""",
            2),
        "sweep, many models together" => Sweep(
            """{ "kind": "softmax" }""",
            """{ "training.learningRate": { "from": 0.001, "to": 0.1, "count": 32 } }""",
            1),
        "select, in a λ of many seconds" =>
        [
            "select",
            $"--data={Alike()}",
            "--loss=softmax",
            "--l1Ratio=0.2",
            "--path.lambdas=1e-9",
            "--method=fista",
            "--distanceTolerance=1e-12",
            "--gapTolerance=1e-14",
            "--to",
            Place("choice")
        ],
        "select, many folds" =>
        [
            "select",
            $"--data={Alike()}",
            "--loss=softmax",
            "--l1Ratio=0.2",
            "--folds.count=100",
            "--distanceTolerance=1e-10"
        ],
        "predict" => ["predict", runs.Numbers, Endless("x0,x1,x2,x3,x4,x5", "1,2,3,4,5,6")],
        "evaluate" => ["evaluate", runs.Numbers, "--data", Endless("x0,x1,x2,x3,x4,x5,y", "1,2,3,4,5,6,7")],
        _ => ["compare", "--epochs=1000000", "--trainRows=20000", "--batchSize=20000"],
    };

    string[] Sweep(string model, string vary, int workers) =>
        [
            "sweep",
            Config($$"""{ "base": { "data": {{Rows}}, "model": {{model}}, "training": {{Training}} }, "vary": {{vary}} }"""),
            "--to",
            Place("sweep"),
            $"--workers={workers}"
        ];

    string Config(string text) => folder.Write("config.json", text);

    // Columns that are nearly the same: first-order methods take very long.
    string Alike()
    {
        var random = new Random(5);
        return folder.Write(
            "alike.csv",
            string.Join(',', Enumerable.Range(0, 200).Select(i => $"x{i}")) +
                ",y\n" +
                string.Concat(
                    Enumerable
                        .Range(0, 400)
                        .Select(row =>
                        {
                            var common = random.NextDouble();
                            return string.Concat(
                                    Enumerable
                                        .Range(0, 200)
                                        .Select(_ =>
                                            FormattableString.Invariant(
                                                $"{common + (1e-3 * random.NextDouble()):0.0000000},"))) +
                                                    $"{(common + random.NextDouble() > 1 ? 1 : 0)}\n";
                        })));
    }

    // A pipe that somebody writes the same row into, again and again.
    string Endless(string header, string row)
    {
        var pipe = Place("endless.csv");
        using (var made = Process.Start("mkfifo", [pipe])) made.WaitForExit();
        var rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"{row}\n", 100)));
        new Thread(() =>
        {
            try
            {
                using var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1);
                writer.Write(Encoding.UTF8.GetBytes($"{header}\n"));
                reads.Set();
                while (true) writer.Write(rows);
            }
            // The reader is gone.
            catch (IOException) { }
        })
        { IsBackground = true }.Start();
        return pipe;
    }
}
