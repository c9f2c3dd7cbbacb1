using System.CommandLine;
using TorchReg.Cli.Compare;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Tests.Config;

public sealed class PrecedenceTests : FolderTests
{
    ResolvedSettings<CompareSettings> Load(string[] words, string? data = null, params (string Name, string Value)[] variables) =>
        CompareConfig.Load(new(words, data, new Command("compare")), variables.ToDictionary(v => v.Name, v => v.Value));

    string File =>
        folder.Write(
            "run.json",
            """{ "training": { "epochs": 3, "batchSize": 16 }, "data": { "source": "a" }, "runs": [ { "name": "plain" } ] }""");

    [Fact]
    public void A_file_overrides_the_defaults_and_leaves_the_others()
    {
        var settings = Load([File]).Values;
        Assert.Equal((3, 16, 0.2), (settings.Training.Epochs, settings.Training.BatchSize, settings.Training.LearningRate));
        Assert.Equal("plain", Assert.Single(settings.Runs).Name);
    }

    [Fact]
    public void The_environment_overrides_the_file() =>
        Assert.Equal(4, Load([File], null, ("TORCHREG_Training__Epochs", "4")).Values.Training.Epochs);

    [Fact]
    public void An_argument_overrides_the_environment() =>
        Assert.Equal(5, Load([File, "--training.epochs=5"], null, ("TORCHREG_Training__Epochs", "4")).Values.Training.Epochs);

    [Theory]
    [InlineData("--training.epochs=5")]
    [InlineData("--training:epochs=5")]
    [InlineData("--Training.EPOCHS=5")]
    [InlineData("--epochs=5")]
    [InlineData("--Epochs=5")]
    public void A_key_is_written_with_dots_or_colons_in_any_case_or_short(string argument) =>
        Assert.Equal(5, Load([argument]).Values.Training.Epochs);

    [Fact]
    public void A_later_argument_overrides_an_earlier_one() =>
        Assert.Equal(6, Load(["--epochs=5", "--epochs=6"]).Values.Training.Epochs);

    [Fact]
    public void TORCHREG_DATA_names_the_data_and_the_data_flag_overrides_it()
    {
        Assert.Equal("b", Load([File], null, ("TORCHREG_DATA", "b")).Values.Data.Source);
        Assert.Equal("c", Load([File], "c", ("TORCHREG_DATA", "b")).Values.Data.Source);
    }

    [Fact]
    public void An_empty_TORCHREG_DATA_is_no_TORCHREG_DATA() =>
        Assert.Equal("a", Load([File], null, ("TORCHREG_DATA", "")).Values.Data.Source);

    [Fact]
    public void Other_programs_variables_are_left_alone() =>
        Assert.Equal(3, Load([File], null, ("TORCH_Training__Epochs", "9"), ("TORCHREG_DEBUG", "1")).Values.Training.Epochs);

    [Fact]
    public void One_runs_lambda_can_be_overridden()
    {
        var runs = Load(["--runs.1.lambda=0.5"]).Values.Runs;
        Assert.Equal((0.0, 0.5), (runs[0].Lambda, runs[1].Lambda));
    }

    [Fact]
    public void Every_value_remembers_where_it_came_from()
    {
        var origins = Load([File, "--batchSize=8"], "c", ("TORCHREG_Training__Epochs", "4")).Origins;
        Assert.Equal("environment variable TORCHREG_Training__Epochs", origins["training:epochs"]);
        Assert.Equal("argument --batchSize=8", origins["training:batchSize"]);
        Assert.Equal("argument --data c", origins["data:source"]);
        Assert.Equal(Path.Combine(folder.Path, "run.json"), origins["runs:0:name"]);
    }

    [Fact]
    public void Numbers_are_read_the_same_in_every_language() =>
        Assert.Equal(0.025, Load(["--learningRate=2.5e-2"]).Values.Training.LearningRate);
}
