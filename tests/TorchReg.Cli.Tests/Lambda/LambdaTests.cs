using System.Text.Json;

namespace TorchReg.Cli.Tests.Lambda;

public sealed class LambdaTests
{
    static string[] Lines(string line)
    {
        var result = Cli.Run(line.Split(' '));
        Assert.Equal((0, ""), (result.Status, result.Error));
        return result.Out.ReplaceLineEndings("\n").Split('\n');
    }

    [Theory]
    [InlineData("--l1 0.1 --loss squared --rows 20", "l1 = 0.1, l2 = 0: new L1(0.1) in SSE/(2n)")]
    [InlineData("--l2 0.1 --loss mse --rows 20", "l1 = 0, l2 = 0.1: new L2(0.1) in SSE/n")]
    [InlineData(
        "--l1 0.1 --l2 0.05 --loss crossentropy --rows 20",
        "l1 = 0.1, l2 = 0.05: new ElasticNet(0.15, 0.6666666667) in mean CE")]
    [InlineData("--l1 0 --loss squared --rows 20", "l1 = 0, l2 = 0: no penalty in SSE/(2n)")]
    [InlineData(
        "--from sklearn.Ridge --set alpha=2 --rows 20",
        "sklearn.Ridge alpha=2 is l1 = 0, l2 = 0.1: new L2(0.1) in SSE/(2n)")]
    [InlineData(
        "--from sklearn.ridge --set alpha=2 --rows 20 --loss mse",
        "sklearn.Ridge alpha=2 is l1 = 0, l2 = 0.2: new L2(0.2) in SSE/n")]
    [InlineData(
        "--from mlnet.Sdca --set L1Regularization=0.5 L2Regularization=0.02 --rows 9",
        "mlnet.Sdca L1Regularization=0.5 L2Regularization=0.02 is l1 = 0.01, l2 = 0.02")]
    [InlineData(
        "--group 0.05 --l2 0.01 --loss squared --rows 9",
        "l1 = 0, l2 = 0.01, group = 0.05: new GroupLasso(0.05) and new L2(0.01) in SSE/(2n)")]
    [InlineData(
        "--from glmnet.binomial --set lambda=0.1 alpha=0 --rows 9 --loss binarycrossentropy",
        "glmnet.binomial lambda=0.1 alpha=0 is l1 = 0, l2 = 0.1: new L2(0.1) in mean CE of one logit")]
    [InlineData(
        "--from glmnet.binomial --set lambda=0.1 alpha=0 --rows 9",
        "glmnet.binomial lambda=0.1 alpha=0 is l1 = 0, l2 = 0.2: new L2(0.2) in mean CE")]
    [InlineData(
        "--from glmnet.mgaussian --set lambda=0.1 alpha=0.5 --rows 9",
        "glmnet.mgaussian lambda=0.1 alpha=0.5 is l1 = 0, l2 = 0.05, group = 0.05: new GroupLasso(0.05) and new L2(0.05)")]
    public void The_first_line_is_TorchRegs_own_penalty(string words, string expected) =>
        Assert.StartsWith(expected, Lines($"lambda {words}")[0]);

    [Theory]
    [InlineData("--l1 0.1 --l2 0.05 --loss squared --rows 20", @"^ ?keras\.mse +l1=0\.2, l2=0\.05 ")]
    [InlineData("--l1 0.1 --l2 0.05 --loss squared --rows 20 --sd-y 2", @"^ ?glmnet\.gaussian +lambda=0\.2, alpha=0\.5 ")]
    [InlineData("--l2 0.1 --loss squared --rows 20", @"^ ?sklearn\.Ridge +alpha=2 ")]
    [InlineData("--l2 0.1 --loss mse --rows 20", @"^ ?sklearn\.Ridge +alpha=1 ")]
    [InlineData("--l2 0.1 --loss crossentropy --rows 20 --batch 10", @"^ ?sklearn\.MLPClassifier +alpha=1 ")]
    [InlineData("--l2 0.1 --loss crossentropy --rows 20", @"^ ?sklearn\.LogisticRegression +C=0\.5, l1_ratio=0 ")]
    [InlineData("--from keras.crossentropy --set l2=0.05 --rows 20", @"^ ?pytorch\.CrossEntropyLoss +l1=0, weight_decay=0\.1 ")]
    public void A_row_says_it_in_another_systems_settings(string words, string row) =>
        Assert.Single(Lines($"lambda {words}"), line => System.Text.RegularExpressions.Regex.IsMatch(line, row));

    [Fact]
    public void A_system_that_cannot_say_it_is_listed_with_the_reason()
    {
        var lines = Lines("lambda --l1 0.1 --l2 0.05 --loss squared --rows 20");
        Assert.Contains("Not there: sklearn.Ridge has no L1.", lines);
        Assert.DoesNotContain(lines, line => line.TrimStart().StartsWith("sklearn.Ridge"));
    }

    [Fact]
    public void Systems_for_another_loss_are_left_out() =>
        Assert.DoesNotContain(Lines("lambda --l2 0.1 --loss squared --rows 20"), line => line.Contains("LogisticRegression"));

    [Fact]
    public void What_was_assumed_is_said_only_where_it_matters()
    {
        Assert.Contains(
            Lines("lambda --l2 0.1 --loss squared --rows 20"),
            line => line.StartsWith("glmnet.gaussian: sd_y taken as 1"));
        Assert.DoesNotContain(Lines("lambda --l1 0.1 --loss squared --rows 20"), line => line.Contains("taken as"));
        Assert.Contains(
            Lines("lambda --from sklearn.ElasticNet --set alpha=1 --rows 20"),
            line => line.StartsWith("sklearn.ElasticNet: l1_ratio was not set"));
    }

    [Fact]
    public void One_logit_for_two_classes_is_said_to_be_two_with_twice_the_l2()
    {
        const string Note =
            "has the minimiser of two logits with twice the l2, and the same l1: ask with --loss=binarycrossentropy";
        Assert.Contains(Lines("lambda --l2 0.1 --loss crossentropy --rows 20"), line => line.Contains(Note));
        Assert.Contains(Lines("lambda --l1 0.1 --l2 0.1 --loss crossentropy --rows 20 --batch 5"), line => line.Contains(Note));
        Assert.DoesNotContain(Lines("lambda --l1 0.1 --loss crossentropy --rows 20 --batch 5"), line => line.Contains(Note));
        Assert.DoesNotContain(Lines("lambda --l2 0.1 --loss squared --rows 20"), line => line.Contains(Note));
        Assert.DoesNotContain(
            Lines("lambda --l2 0.1 --loss binarycrossentropy --rows 20 --batch 5"), line => line.Contains(Note));
    }

    [Fact]
    public void Json_has_every_digit_and_the_reasons()
    {
        using var json = JsonDocument.Parse(
            Cli.Run("lambda", "--l1", "0.1", "--l2", "0.2", "--loss", "squared", "--rows", "7", "--json").Out);
        var dialects = json
            .RootElement.GetProperty("dialects")
            .EnumerateArray()
            .ToDictionary(entry => entry.GetProperty("system").GetString()!);
        Assert.Equal(
            "new ElasticNet(0.30000000000000004, 0.3333333333333333)",
            json.RootElement.GetProperty("torchreg").GetProperty("code").GetString());
        Assert.Equal(0.1 + 0.2, dialects["sklearn.ElasticNet"].GetProperty("settings").GetProperty("alpha").GetDouble());
        Assert.Equal("sklearn.Ridge has no L1", dialects["sklearn.Ridge"].GetProperty("refusal").GetString());
        Assert.False(dialects["sklearn.Ridge"].TryGetProperty("settings", out _));
    }

    [Fact]
    public void The_examples_of_help_run()
    {
        var examples = Cli.Run("lambda", "--help")
            .Out.Split("Examples:")[1]
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(7, examples.Length);
        Assert.All(examples, example => Lines(example["torchreg ".Length..]));
    }
}
