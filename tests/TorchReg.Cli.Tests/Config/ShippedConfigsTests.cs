using System.CommandLine;
using TorchReg.Cli.Config;

namespace TorchReg.Cli.Tests.Config;

public sealed class ShippedConfigsTests
{
    static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "TorchReg.sln"))) folder = folder.Parent;
            return Path.Combine(folder.FullName, "configs");
        }
    }

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path))];

    [Theory, MemberData(nameof(Files))]
    public void Every_shipped_configuration_loads(string file) => Assert.NotEmpty(Load(Path.Combine(Folder, file)).Runs);

    [Theory, MemberData(nameof(Files))]
    public void Every_shipped_configuration_is_named_data_model_penalty(string file) => Assert.Matches("^[a-z0-9]+-[a-z0-9]+-[a-z0-9]+\\.json$", file);

    [Fact]
    public void Without_a_file_compare_runs_the_shipped_comparison()
    {
        var (builtIn, shipped) = (Load(), Load(Path.Combine(Folder, "digits-softmax-compare.json")));
        Assert.Equal(shipped.Runs, builtIn.Runs);
        Assert.Equal(shipped with { Runs = [] }, builtIn with { Runs = [] });
    }

    [Fact]
    public void The_shipped_comparison_has_every_penalty_and_the_proximal_step() =>
        Assert.Equal(["none gradient", "l1 gradient", "l2 gradient", "elasticNet gradient", "l1 proximal"],
            Load().Runs.Select(run => $"{SettingKey.CamelCase(run.Penalty.ToString())} {SettingKey.CamelCase(run.Mode.ToString())}"));

    static CompareSettings Load(params string[] files) => CompareConfig.Load(new(files, null, new Command("compare")), Cli.NoVariables).Values;
}
