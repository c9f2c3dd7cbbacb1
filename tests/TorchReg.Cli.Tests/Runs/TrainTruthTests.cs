using System.Text.Json;
using System.Text.RegularExpressions;
using TorchReg.Cli.Compare;
using TorchReg.Tests;

namespace TorchReg.Cli.Tests.Runs;

// What a run says of itself: no success that is none, no lasso that is none, no bytes that depend on the clock or the cores.
public sealed class TrainTruthTests : FolderTests
{
    const string Lasso = """
        { "data": { "source": "regression", "trainRows": 200, "testRows": 50, "validationFraction": 0,
        "generated": { "columns": 12, "nonZero": 3, "noise": 3 } },
          "model": { "kind": "linear" }, "penalties": [ { "penalty": "l1", "lambda": 0.3, "mode": "proximal" } ],
          "training": { "batchSize": 200, "epochs": 600, "learningRate": 0.2, "threads": 1 } }
        """;

    string Place(string name) => Path.Combine(folder.Path, name);

    JsonElement Metrics(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Place(name), "metrics.json"))).RootElement;

    string Trained(string name, string config, params string[] settings)
    {
        var result = Cli.Run(["train", folder.Write($"{name}.json", config), "--to", Place(name), .. settings]);
        Assert.Equal((0, ""), (result.Status, result.Error));
        return result.Out;
    }

    [Fact]
    public void A_lasso_that_arrived_lies_at_its_exact_optimum()
    {
        var text = Trained("whole", Lasso);
        var (metrics, optimum) = (Metrics("whole"), Metrics("whole").GetProperty("optimum"));
        Assert.InRange(optimum.GetProperty("above").GetDouble(), -1e-5, 1e-5);
        Assert.InRange(optimum.GetProperty("exactZeros").GetInt64(), 4, 11);
        Assert.Equal(optimum.GetProperty("exactZeros").GetInt64(), optimum.GetProperty("trainedZeros").GetInt64());
        Assert.InRange(metrics.GetProperty("distance").GetDouble(), 0, 1e-3);
        Assert.Contains("exact optimum", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lasso_that_did_not_arrive_says_how_far_it_is()
    {
        var text = Trained("early", Lasso, "--batchSize=5", "--epochs=2", "--penalties.0.mode=gradient");
        var optimum = Metrics("early").GetProperty("optimum");
        Assert.InRange(optimum.GetProperty("above").GetDouble(), 1e-3, 100);
        Assert.True(optimum.GetProperty("exactZeros").GetInt64() > optimum.GetProperty("trainedZeros").GetInt64());
        Assert.Contains(
            $"exactly zero there {optimum.GetProperty("exactZeros")}, here {optimum.GetProperty("trainedZeros")}",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_ends_with_the_exact_optimum_of_each_penalty()
    {
        var result = Cli.Run(
            ["compare", "--data", "drawn", "--trainRows=100", "--testRows=50", "--epochs=3"],
            Cli.NoVariables,
            CompareRunner.Open);
        Assert.Equal(0, result.Status);
        Assert.True(Regex.Count(result.Out, "exact optimum") >= 3, result.Out);
    }

    [Fact]
    public void Equal_runs_have_equal_metrics_to_the_byte()
    {
        foreach (var name in new[] { "a", "b" }) Trained(name, Lasso, "--epochs=3");
        Assert.Equal(
            File.ReadAllText(Path.Combine(Place("a"), "metrics.json")),
            File.ReadAllText(Path.Combine(Place("b"), "metrics.json")));
    }

    [Fact]
    public void A_run_that_breaks_in_its_last_step_fails_and_has_no_metrics()
    {
        foreach (var (name, lambda) in new[] { ("large", "1e5"), ("larger", "1000000") })
        {
            // η·λ is 1e11 or 1e12 a step: the loss's square leaves float32 in the second step, the weights in the fourth.
            var config = Lasso.Replace("\"l1\", \"lambda\": 0.3, \"mode\": \"proximal\"", $"\"l2\", \"lambda\": {lambda}");
            for (var epochs = 2; epochs < 6; epochs++)
            {
                var to = Place($"{name}{epochs}");
                var result = Cli.Run(
                    "train",
                    folder.Write($"{name}{epochs}.json", config),
                    "--to",
                    to,
                    $"--epochs={epochs}",
                    "--learningRate=1000000");
                Assert.Equal(1, result.Status);
                Assert.Contains("diverged in epoch", result.Error, StringComparison.Ordinal);
                Assert.False(File.Exists(Path.Combine(to, "metrics.json")));
            }
        }
    }

    [Fact]
    public void A_sweep_never_calls_a_diverged_run_the_best()
    {
        folder.Write("base.json", Lasso);
        var sweep = folder.Write(
            "sweep.json",
            """
            { "base": "base.json", "vary": { "training.learningRate": [1000000, 0.1], "training.epochs": [3, 4] },
            "judge": { "rows": "training" } }
            """);
        var result = Cli.Run("sweep", sweep, "--to", Place("sweep"));
        Assert.True(result.Status == 0, result.Error + result.Out);
        var best = JsonDocument.Parse(File.ReadAllText(Path.Combine(Place("sweep"), "best.json"))).RootElement;
        Assert.Equal(0.1, best.GetProperty("training").GetProperty("learningRate").GetDouble());
    }

    [Fact]
    public void The_manifest_names_the_commit_that_ran()
    {
        Trained("one", Lasso, "--epochs=1");
        var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Place("one"), "manifest.json"))).RootElement;
        // A tree without its history knows none.
        if (Path.Exists(Path.Combine(Repository.Root, ".git")))
            Assert.Matches("^[0-9a-f]{40}$", manifest.GetProperty("commit").GetString());
    }

    [Fact]
    public void Deterministic_is_one_thread_and_refuses_what_contradicts_it()
    {
        Trained("sure", Lasso.Replace(", \"threads\": 1", ""), "--epochs=1", "--deterministic=true", "--training.device=auto");
        var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Place("sure"), "manifest.json"))).RootElement;
        Assert.Equal(1, manifest.GetProperty("threads").GetInt32());
        // Auto is what there is, and the cpu where the bytes must not depend on it.
        Assert.Equal("cpu", manifest.GetProperty("device").GetString());
        Assert.Contains(
            "training.deterministic takes one thread",
            Cli.Refused(
                Cli.Run("train", folder.Write("two.json", Lasso), "--to", Place("two"), "--deterministic=true", "--threads=2")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Class_weights_and_the_moments_of_Adam_are_settings()
    {
        const string Digits = """
            { "data": { "source": "drawn", "trainRows": 100, "testRows": 50 }, "optimizer": { "kind": "adam" },
              "training": { "epochs": 2, "learningRate": 0.01, "threads": 1 } }
            """;
        Trained("plain", Digits);
        var plain = File.ReadAllBytes(Path.Combine(Place("plain"), "model.safetensors"));
        var n = 0;
        foreach (var setting in new[]
            {
                "--optimizer.beta1=0.5",
                "--optimizer.beta2=0.9",
                "--optimizer.epsilon=1e-3",
                "--optimizer.epsilonHat=true",
                "--loss.classWeights.0=1"
            })
        {
            var settings = setting.StartsWith("--loss", StringComparison.Ordinal)
                ? [.. Enumerable.Range(0, 10).Select(k => $"--loss.classWeights.{k}={k + 1}")]
                : new[] { setting };
            Trained($"other{++n}", Digits, settings);
            Assert.NotEqual(plain, File.ReadAllBytes(Path.Combine(Place($"other{n}"), "model.safetensors")));
        }
        Assert.Contains(
            "belongs to adam",
            Cli.Refused(Cli.Run("train", folder.Write("sgd.json", Lasso), "--to", Place("sgd"), "--optimizer.beta1=0.5")),
            StringComparison.Ordinal);
    }
}
