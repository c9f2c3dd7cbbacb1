namespace TorchReg.Cli.Tests;

/// <summary>A name that is nearly right is told with the one that was probably meant, wherever it stands.</summary>
public sealed class TypoTests : FolderTests
{
    const string Houses = "size,rooms,price\n1,2,3\n2,3,4\n3,5,6\n4,1,9\n5,2,8\n6,6,7\n7,1,3\n8,8,2\n9,3,1\n1,1,1\n";

    string File(string name, string text)
    {
        var path = Path.Combine(folder.Path, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    string Config(string penalties = "[]", string more = "") => File("run.json", $$"""
        { "data": { "source": "regression", "trainRows": 20, "testRows": 10 }, "model": { "kind": "linear" },
          "penalties": {{penalties}}, "training": { "epochs": 1 }{{more}} }
        """);

    string Refused(params string[] args) => Cli.Refused(Cli.Run(args));

    [Theory]
    [InlineData("penalty", "groupLaso", "groupLasso")]
    [InlineData("mode", "proximl", "proximal")]
    [InlineData("on", "wieghts", "weights")]
    public void A_value_of_a_rule(string key, string given, string meant) =>
        Assert.Contains($"; did you mean {meant}?", Refused("train", Config($$"""[{ "{{key}}": "{{given}}", "lambda": 1 }]""")));

    [Fact]
    public void An_optimizer_and_a_loss()
    {
        Assert.Contains("; did you mean nAdam?", Refused("train", Config(), "--optimizer.kind=nadm"));
        Assert.Contains("; did you mean crossEntropy?", Refused("train", Config(), "--loss.kind=crosentropy"));
    }

    [Fact]
    public void A_key_of_a_file_and_of_the_environment()
    {
        Assert.Contains("did you mean plateau.factor?", Refused("train", Config(more: """, "plateau": { "facter": 1 } """)));
        var result = Cli.Run(["train", Config()], new Dictionary<string, string> { ["TORCHREG_Training__Epohcs"] = "3" });
        Assert.Contains("did you mean TORCHREG_Training__Epochs?", Cli.Refused(result));
    }

    [Theory]
    [InlineData("names", "linaer.weight", "linear.weight")]
    [InlineData("activationsOf", "linaer", "linear")]
    public void A_parameter_and_a_layer_in_a_rule(string key, string given, string meant)
    {
        var result = Cli.Run("train", Config($$"""[{ "penalty": "l2", "lambda": 1, "{{key}}": "{{given}}" }]"""));
        Assert.Equal(2, result.Status);
        Assert.Contains($"Did you mean '{meant}'?", result.Error);
    }

    [Theory]
    [InlineData("--target=prize", "price")]
    [InlineData("--ignored=siez", "size")]
    [InlineData("--csv.weights=Rooms", "rooms")]
    public void A_column(string argument, string meant) => Assert.Contains(
        $"did you mean '{meant}'?", Refused("select", File("houses.csv", Houses), argument.Replace("--csv.", "--data.csv.")));

    [Fact]
    public void A_file_and_a_folder()
    {
        var config = Config();
        Assert.Contains($"; did you mean {config}?", Refused("train", config.Replace("run.json", "rnu.json")));
        Directory.CreateDirectory(Path.Combine(folder.Path, "finance"));
        Assert.Contains("finance?", Refused("evaluate", Path.Combine(folder.Path, "finanec")));
        File("houses.csv", Houses);
        Assert.Contains(
            $"; did you mean {Path.Combine(folder.Path, "houses.csv")}?",
            Refused("train", Config(), "--data", Path.Combine(folder.Path, "house.csv")));
    }

    [Fact]
    public void What_a_sweep_varies()
    {
        string Sweep(string vary) => File("sweep.json", $$"""{ "base": "{{Config().Replace('\\', '/')}}", "vary": {{vary}} }""");
        Assert.Contains("did you mean training.learningRate?", Refused("sweep", Sweep("""{ "training.learningRat": [1] }""")));
        Assert.Contains("; did you mean sgd?", Refused("sweep", Sweep("""{ "optimizer.kind": ["sdg"] }""")));
        Assert.Contains(
            "did you mean scale?",
            Refused("sweep", Sweep("""{ "training.learningRate": { "from": 1, "to": 2, "scael": "log" } }""")));
    }

    [Fact]
    public void Nothing_is_guessed_where_nothing_is_near() =>
        Assert.DoesNotContain("did you mean", Refused("train", Config(), "--optimizer.kind=xyzzyxyzzy"));
}
