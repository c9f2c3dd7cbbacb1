using System.CommandLine;
using TorchReg.Cli.Compare;
using TorchReg.Cli.Settings;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests.Config;

public sealed class ShippedConfigsTests
{
    static string Folder => Path.Combine(Repository.Root, "configs");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path))];

    public static TheoryData<string> Runs =>
        [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Where(name => Kind(name) == "train")];

    public static TheoryData<string> Sweeps =>
        [.. Directory.GetFiles(Folder, "*-sweep.json").Select(path => Path.GetFileName(path))];

    static string Kind(string file) =>
        new[] { "compare", "sweep" }.FirstOrDefault(kind => file.EndsWith($"-{kind}.json", StringComparison.Ordinal)) ?? "train";

    [Theory, MemberData(nameof(Files))]
    public void Every_shipped_configuration_is_named_data_model_penalty(string file) =>
        Assert.Matches("^[a-z0-9]+-[a-z0-9]+-[a-z0-9]+\\.json$", file);

    [Theory, MemberData(nameof(Files))]
    public void Every_shipped_configuration_names_the_schema_of_its_kind(string file)
    {
        Assert.Contains($"\"$schema\": \"schema/{Kind(file)}.json\"", File.ReadAllText(Path.Combine(Folder, file)));
    }

    /// <summary>With APPROVE=1 the files are written anew.</summary>
    [Theory, InlineData("train"), InlineData("compare"), InlineData("select"), InlineData("sweep")]
    public void The_shipped_schema_is_the_one_that_the_program_prints(string kind)
    {
        var (path, printed) = (
            Path.Combine(Folder, "schema", $"{kind}.json"),
            Cli.Run("config", "schema", kind).Out.ReplaceLineEndings("\n"));
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") File.WriteAllText(path, printed);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), printed);
    }

    [Fact]
    public void A_choice_of_lambda_is_shown_and_names_its_schema()
    {
        var path = Path.Combine(Folder, "select", "digits-softmax-l1.json");
        Assert.Contains("\"$schema\": \"../schema/select.json\"", File.ReadAllText(path));
        Assert.Contains("folds.count = 5", Cli.Run("config", "show", path, "--folds.count=5").Out);
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_shipped_configuration_shows_where_each_value_comes_from(string file)
    {
        var path = Path.Combine(Folder, file);
        var shown = Cli.Run("config", "show", path, "--training.epochs=2");
        Assert.Equal((0, ""), (shown.Status, shown.Error));
        Assert.Contains(
            shown.Out.Split('\n'),
            line => line.StartsWith("training.epochs = 2 ") && line.EndsWith("argument --training.epochs=2"));
        // A sweep's values stand in its base.
        Assert.Contains(shown.Out.Split('\n'), line => line.EndsWith(Kind(file) == "sweep" ? ".json" : path));
        Assert.Contains(shown.Out.Split('\n'), line => line.EndsWith("default"));
    }

    [Theory, MemberData(nameof(Runs))]
    public void Every_shipped_run_trains_when_it_is_made_small(string file)
    {
        using var folder = new TemporaryFolder();
        var run = Path.Combine(folder.Path, "run");
        var result = Cli.Run(
            "train",
            Path.Combine(Folder, file),
            "--to",
            run,
            "--epochs=2",
            "--trainRows=200",
            "--testRows=100",
            "--threads=1");
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.All(
            new[]
            {
                "config.json",
                "manifest.json",
                "history.csv",
                "metrics.json",
                "model.safetensors",
                "model.dat",
                "input.json",
                "report.html"
            },
            name => Assert.True(new FileInfo(Path.Combine(run, name)).Length > 0, name));
    }

    [Theory, MemberData(nameof(Sweeps))]
    public void Every_shipped_sweep_runs_when_it_is_made_small(string file)
    {
        using var folder = new TemporaryFolder();
        var sweep = Path.Combine(folder.Path, "sweep");
        var result = Cli.Run(
            "sweep",
            Path.Combine(Folder, file),
            "--to",
            sweep,
            "--epochs=2",
            "--trainRows=200",
            "--testRows=100",
            "--workers=1");
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.All(
            new[] { "sweep.json", "table.csv", "table.json", "times.csv", "best.json", "sweep.html" },
            name => Assert.True(new FileInfo(Path.Combine(sweep, name)).Length > 0, name));
        Assert.Equal(
            (0, ""),
            Ended(Cli.Run("train", Path.Combine(sweep, "best.json"), "--to", Path.Combine(folder.Path, "best"))));
    }

    static (int, string) Ended(CliResult result) => (result.Status, result.Error);

    [Fact]
    public void Without_a_file_compare_runs_the_shipped_comparison()
    {
        var (builtIn, shipped) = (Load(), Load(Path.Combine(Folder, "digits-softmax-compare.json")));
        Assert.Equal(shipped.Runs, builtIn.Runs);
        Assert.Equal(shipped with { Runs = [] }, builtIn with { Runs = [] });
    }

    [Fact]
    public void The_shipped_comparison_has_every_penalty_and_the_proximal_step() =>
        Assert.Equal(
            ["none gradient", "l1 gradient", "l2 gradient", "elasticNet gradient", "l1 proximal"],
            Load()
                .Runs.Select(run => $"{SettingKey.CamelCase(run.Penalty.ToString())} " +
                    $"{SettingKey.CamelCase(run.Mode.ToString())}"));

    static CompareSettings Load(params string[] files) =>
        CompareConfig.Load(new(files, null, new Command("compare")), Cli.NoVariables).Values;
}
