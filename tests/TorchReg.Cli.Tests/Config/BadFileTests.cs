namespace TorchReg.Cli.Tests.Config;

public sealed class BadFileTests : FolderTests
{
    [Theory]
    [InlineData("""{ "training": { "epohcs": 3 } }""", "unknown key training.epohcs; did you mean training.epochs?")]
    [InlineData("""{ "trainning": { "epochs": 3 } }""", "unknown key trainning.epochs; did you mean training.epochs?")]
    [InlineData("""{ "runs": [ { "name": "a", "lamda": 1 } ] }""", "unknown key runs.0.lamda; did you mean runs.0.lambda?")]
    [InlineData(
        """{ "runs": [ { "name": "a" }, { "name": "b", "penalty": "l9" } ] }""",
        "runs.1.penalty is 'l9'; it must be one of none, l1, l2, elasticNet")]
    [InlineData("""{ "runs": [ { "name": "a", "penalty": "2" } ] }""", "runs.0.penalty is '2'; it must be one of")]
    [InlineData(
        """{ "runs": [ { "name": "a", "penalty": "l1", "lambda": -0.1 } ] }""",
        "runs.0.lambda is '-0.1'; it must be a number from 0 to 1000000")]
    [InlineData(
        """{ "runs": [ { "name": "a", "penalty": "l1", "lambda": "NaN" } ] }""",
        "runs.0.lambda is 'NaN'; it must be a number from 0 to 1000000")]
    [InlineData("""{ "runs": [ { "name": "a", "penalty": "l1", "lambda": "Infinity" } ] }""", "runs.0.lambda is 'Infinity'")]
    [InlineData(
        """{ "runs": [ { "name": "a", "penalty": "l1", "lambda": [1] } ] }""",
        "runs.0.lambda is a group or list; it must be a number")]
    [InlineData(
        """{ "runs": [ { "name": "a", "l1Ratio": 1.5 } ] }""",
        "runs.0.l1Ratio is '1.5'; it must be a number from 0 to 1")]
    [InlineData("""{ "runs": [ { "name": "a", "lambda": 1 } ] }""", "runs.0.lambda is given for 'a', which has no penalty")]
    [InlineData("""{ "runs": [ { "name": "a\nb" } ] }""", "runs.0.name is 'a\\u000Ab'; it must be 1 to 40 characters")]
    [InlineData("""{ "runs": [ { "penalty": "l1" } ] }""", "runs.0.name is missing")]
    [InlineData("""{ "runs": [ { "name": "a" }, { "name": "a" } ] }""", "two runs are named 'a'")]
    [InlineData("""{ "runs": [] }""", "runs is missing or empty")]
    [InlineData("{}", "runs is missing or empty")]
    [InlineData("""{ "runs": 5 }""", "runs is '5'; it must be a group of settings")]
    [InlineData("""{ "training": 5 }""", "training is '5'; it must be a group of settings")]
    [InlineData("""{ "training": { "epochs": 2.5 } }""", "training.epochs is '2.5'; it must be a whole number from 1 to 1000000")]
    [InlineData("""{ "training": { "epochs": true } }""", "training.epochs is 'True'; it must be a whole number")]
    [InlineData("""{ "training": { "epochs": null } }""", "training.epochs is null; it must be a whole number")]
    [InlineData("""{ "training": { "epochs": 99999999999 } }""", "training.epochs is '99999999999'")]
    [InlineData("""{ "training": { "batchSize": 0 } }""", "training.batchSize is '0'; it must be a whole number from 1")]
    [InlineData(
        """{ "training": { "learningRate": 0 } }""",
        "training.learningRate is '0'; it must be a number above 0, at most 1000000")]
    [InlineData("""{ "training": { "device": "gpu" } }""", "training.device is 'gpu'; it must be cpu, cuda, cuda:N or auto")]
    [InlineData(
        """{ "data": { "trainFraction": 1 } }""",
        "data.trainFraction is '1'; it must be a number between 0 and 1, both excluded")]
    [InlineData("""{ "data": { "source": " " } }""", "data.source is ' '; it must be 'drawn' or the path of a folder")]
    [InlineData("""{ "training": { "epochs": 3, "epochs": 4 } }""", "the key training.epochs stands twice")]
    [InlineData("""{ "training": { "epochs": 3, "Epochs": 4 } }""", "the key training.Epochs stands twice")]
    [InlineData("[1]", "the file must hold one JSON object")]
    [InlineData("\"x\"", "the file must hold one JSON object")]
    public void A_bad_file_is_refused_with_file_key_value_and_remedy(string json, string expected)
    {
        var path = folder.Write("bad.json", json);
        var line = Cli.Refused(Cli.Run("compare", path));
        Assert.StartsWith($"torchreg: {path}: {expected}", line);
    }

    [Theory]
    [InlineData("{\n \"training\": {\n \"epochs\": 3 \"batchSize\" }", 3)]
    [InlineData("", 1)]
    [InlineData("{ \"runs\": [", 1)]
    [InlineData("\0\u0001", 1)]
    public void Bad_syntax_is_refused_with_file_and_line(string json, int line)
    {
        var path = folder.Write("bad.json", json);
        Assert.StartsWith($"torchreg: {path}, line {line}: not valid JSON; ", Cli.Refused(Cli.Run("compare", path)));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        var path = Path.Combine(folder.Path, "bad.json");
        File.WriteAllBytes(path, [0xFF, 0x00, 0x80, 0xC0]);
        Cli.Refused(Cli.Run("compare", path));
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        Assert.Contains("nowhere.json: no such file", Cli.Refused(Cli.Run("compare", "nowhere.json")));
        Assert.Contains($"{folder.Path} is a folder", Cli.Refused(Cli.Run("compare", folder.Path)));
    }

    [Fact]
    public void A_bad_value_is_refused_even_where_an_argument_overrides_it() =>
        Cli.Refused(
            Cli.Run(
                "compare",
                folder.Write("bad.json", """{ "training": { "epochs": 0 }, "runs": [ { "name": "a" } ] }"""),
                "--epochs=3"));
}
