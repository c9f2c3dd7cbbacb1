namespace TorchReg.Cli.Tests.Runs;

/// <summary>Settings of a run that do not fit together, or are not known: refused in one line before anything is made.</summary>
public sealed class TrainConfigTests : FolderTests
{
    [Theory]
    [InlineData("""{ "model": { "kind": "mpl" } }""", "model.kind is 'mpl'; it must be one of auto, softmax, linear, mlp")]
    [InlineData("""{ "modle": { "kind": "mlp" } }""", "unknown key modle.kind; did you mean model.kind?")]
    [InlineData(
        """{ "model": { "kind": "mlp" } }""",
        "model.kind is mlp without hidden layers; set model.hidden to [64, 64], say")]
    [InlineData(
        """{ "model": { "kind": "mlp", "hidden": [64], "initialization": "zeros" } }""",
        "model.initialization is zeros, from which an mlp never learns")]
    [InlineData("""{ "model": { "hidden": [64, 0] } }""", "model.hidden.1 is '0'; it must be a whole number from 1 to 1000000")]
    [InlineData("""{ "model": { "hidden": "64" } }""", "model.hidden is '64'; it must be a group of settings")]
    [InlineData("""{ "model": { "hidden": [64] } }""", "model.hidden.0 is given, but the model has no hidden layers")]
    [InlineData("""{ "model": { "dropout": 0.5 } }""", "model.dropout is given, but the model has no hidden units")]
    [InlineData(
        """{ "model": { "kind": "mlp", "hidden": [4], "dropoutSchedule": { "kind": "linear" } } }""",
        "model.dropoutSchedule.kind is given, but nothing is dropped; set model.dropout to the whole rate")]
    [InlineData(
        """{ "model": { "kind": "mlp", "hidden": [4], "dropout": 0.1, "dropoutSchedule": { "kind": "linar" } } }""",
        "model.dropoutSchedule.kind is 'linar'; it must be one of constant, linear, curriculum, annealed; did you mean linear?")]
    [InlineData(
        """{ "model": { "dropoutSchedule": { "kind": "annealed", "passes": 0 } } }""",
        "model.dropoutSchedule.passes is '0'; it must be a whole number from 1 to 1000000000")]
    [InlineData("""{ "training": { "autograd": "yes" } }""", "training.autograd is 'yes'; it must be true or false")]
    [InlineData(
        """{ "training": { "precision": "half" } }""",
        "training.precision is 'half'; it must be one of float32, bfloat16, float16")]
    [InlineData("""{ "refit": -1 }""", "refit is '-1'; it must be a whole number from 0 to 1000000")]
    [InlineData(
        """{ "penalties": [ { "penalty": "l1" } ] }""",
        "penalties.0.lambda is missing or 0, so the rule would do nothing")]
    [InlineData(
        """{ "penalties": [ { "penalty": "l1", "lamda": 1 } ] }""",
        "unknown key penalties.0.lamda; did you mean penalties.0.lambda?")]
    [InlineData(
        """{ "penalties": [ { "penalty": "nonNegative", "lambda": 1 } ] }""",
        "penalties.0.lambda is given, but nonNegative has no λ")]
    [InlineData(
        """{ "penalties": [ { "lambda": 1, "activationsOf": "linear", "mode": "proximal" } ] }""",
        "penalties.0.mode must be loss for activations")]
    [InlineData("""{ "optimizer": { "nesterov": true } }""", "optimizer.nesterov needs a momentum")]
    [InlineData("""{ "optimizer": { "nesterov": 1 } }""", "optimizer.nesterov is '1'; it must be true or false")]
    [InlineData("""{ "optimizer": { "kind": "adam", "momentum": 0.9 } }""", "optimizer.momentum belongs to sgd, rmsProp")]
    [InlineData("""{ "optimizer": { "epsilonHat": true } }""", "optimizer.epsilonHat belongs to adam, adamW")]
    [InlineData(
        """
        { "optimizer": { "weightDecay": 0.01 }, "penalties": [ { "penalty": "l1", "lambda": 0.2 }, { "penalty": "l2",
        "lambda": 0.1 } ] }
        """,
        "optimizer.weightDecay is 0.01 beside penalties.1, L2(0.1), so that weights decay twice; set optimizer.weightDecay to " +
        "0, or take penalties.1 away")]
    [InlineData(
        """
        { "optimizer": { "weightDecay": 0.01, "kind": "adamW" }, "penalties": [ { "penalty": "elasticNet", "lambda": 0.1 } ] }
        """,
        "optimizer.weightDecay is 0.01 beside penalties.0, ElasticNet(0.1, 0.5)")]
    [InlineData(
        """{ "penalties": [ { "penalty": "l1", "lambda": 0.1 }, { "penalty": "l1", "lambda": 0.1 } ] }""",
        "penalties.1 is L1(0.1) on the same weights as penalties.0, and would count twice; take one away, or add their λ")]
    [InlineData(
        """
        { "penalties": [ { "penalty": "l1", "lambda": 0.1, "on": "everything" }, { "penalty": "elasticNet", "l1Ratio": 1,
        "lambda": 0.1 } ] }
        """,
        "penalties.1 is ElasticNet(0.1, 1) on the same weights as penalties.0")]
    [InlineData(
        """{ "penalties": [ { "lambda": 0.1, "activationsOf": "linear" }, { "lambda": 0.1, "activationsOf": "linear" } ] }""",
        "penalties.1 is L1(0.1) on the same weights as penalties.0")]
    [InlineData(
        """{ "optimizer": { "clipNorm": 0.3 }, "penalties": [ { "penalty": "l1", "lambda": 0.5, "mode": "proximal" } ] }""",
        "optimizer.clipNorm is 0.3 beside penalties.0, L1(0.5), whose mode acts apart from the clipped gradient: another " +
        "objective would be minimised; set penalties.0.mode to gradient, or optimizer.clipNorm to 0")]
    [InlineData(
        """{ "optimizer": { "clipValue": 0.3 }, "penalties": [ { "penalty": "l2", "lambda": 0.5, "mode": "decoupled" } ] }""",
        "optimizer.clipValue is 0.3 beside penalties.0, L2(0.5)")]
    [InlineData(
        """{ "optimizer": { "clipValue": 0.3, "weightDecay": 0.1 } }""",
        "optimizer.clipValue is 0.3 beside optimizer.weightDecay, which acts apart")]
    [InlineData("""{ "loss": { "kind": "hinge", "labelSmoothing": 0.1 } }""", "loss.labelSmoothing belongs to crossEntropy")]
    [InlineData(
        """{ "data": { "generated": { "nonZero": 21 } } }""",
        "data.generated.nonZero is more than data.generated.columns")]
    [InlineData("""{ "data": { "csv": { "separator": ";;" } } }""", "data.csv.separator is ';;'; it must be one ASCII character")]
    public void A_bad_setting_is_named_with_its_file_and_a_remedy(string json, string expected)
    {
        var path = folder.Write("bad.json", json);
        Assert.StartsWith(
            $"torchreg: {path}: {expected}",
            Cli.Refused(Cli.Run("train", path, "--to", Path.Combine(folder.Path, "run"))));
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "run")));
    }

    [Theory]
    [InlineData(
        """{ "data": { "source": "article" }, "model": { "kind": "softmax" } }""",
        "model.kind is softmax, but the target is a number; set model.kind to linear")]
    [InlineData(
        """{ "data": { "source": "classification", "trainRows": 10, "testRows": 10 }, "model": { "kind": "linear" } }""",
        "model.kind is linear, but the target is a class")]
    [InlineData(
        """{ "data": { "source": "article" }, "model": { "kind": "linear" }, "loss": { "kind": "crossEntropy" } }""",
        "loss.kind is crossEntropy, but the target is a number")]
    [InlineData(
        """
        { "data": { "source": "article" }, "model": { "kind": "linear" }, "penalties": [ { "lambda": 1, "names": "conv*" } ] }
        """,
        "penalties: ")]
    [InlineData(
        """
        { "data": { "source": "article" }, "model": { "kind": "linear" }, "penalties": [ { "lambda": 1, "mode": "decoupled" } ] }
        """,
        "penalties: L1(1) can't act as PenaltyMode.Decoupled")]
    public void What_only_the_data_show_is_refused_too(string json, string expected) =>
        Assert.StartsWith(
            $"torchreg: {expected}",
            Cli.Refused(Cli.Run("train", folder.Write("bad.json", json), "--to", Path.Combine(folder.Path, "run"))));

    [Fact]
    public void TORCHREG_DATA_speaks_to_runs_on_digits_alone()
    {
        var variables = new Dictionary<string, string> { ["TORCHREG_DATA"] = "elsewhere" };
        Assert.Contains(
            "data.source = \"elsewhere\"",
            Cli.Run(["config", "show", folder.Write("digits.json", "{}")], variables).Out);
        Assert.Contains(
            "data.source = \"article\"",
            Cli.Run(["config", "show", folder.Write("article.json", """{ "data": { "source": "article" } }""")], variables).Out);
    }

    [Fact]
    public void Config_show_as_JSON_has_values_and_origins()
    {
        var shown = System
            .Text.Json.JsonDocument.Parse(
                Cli.Run(
                    "config",
                    "show",
                    folder.Write("c.json", """{ "model": { "hidden": [3], "kind": "mlp" } }"""),
                    "--json").Out)
            .RootElement;
        Assert.Equal(3, shown.GetProperty("values").GetProperty("model").GetProperty("hidden")[0].GetInt32());
        Assert.EndsWith("c.json", shown.GetProperty("origins").GetProperty("model.hidden.0").GetString());
        Assert.Equal("default", shown.GetProperty("origins").GetProperty("training.epochs").GetString());
    }
}
