using System.ComponentModel.DataAnnotations;
using System.Reflection;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests;

/// <summary>The sources of rows stand in one list.</summary>
public sealed class DataSourceTests
{
    public static TheoryData<string> Names => [.. DataSource.All.Select(source => source.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_source_gives_rows_to_learn_from_and_to_judge_by(string name)
    {
        using var data = RunRows.Load(new() { Source = name, TrainRows = 40, TestRows = 20 });
        Assert.True(data.Train.Rows > 0 && data.Validation!.Rows > 0 && data.Test.Rows > 0);
        Assert.NotEmpty(data.Source);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_setting_names_every_source(string name)
    {
        var rule = typeof(TrainDataSettings)
            .GetProperty(nameof(TrainDataSettings.Source))!
            .GetCustomAttribute<RegularExpressionAttribute>()!;
        Assert.Contains(name, rule.ErrorMessage!.Split(", "));
    }

    [Theory]
    [InlineData("regresion", "no such file or folder, and no source of that name; did you mean regression?")]
    [InlineData("nowhere/rows.csv", "no such file or folder, and no source of that name; known: digits, drawn, regression")]
    public void An_unknown_source_is_named_with_what_is_meant(string source, string says) =>
        Assert.Contains(
            $"data.source {source}: {says}",
            Cli.Refused(Cli.Run("train", Path.Combine(Repository.Root, "configs", "digits-softmax-l1.json"), $"--data={source}",
                "--training.epochs=1")));
}
