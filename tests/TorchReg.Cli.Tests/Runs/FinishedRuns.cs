namespace TorchReg.Cli.Tests.Runs;

/// <summary>Small finished runs, each trained once, in folders that go when the tests end.</summary>
public sealed class FinishedRuns : FolderTests
{
    readonly Lock training = new();

    internal string Digits => Trained("digits", """
        { "data": { "source": "drawn", "trainRows": 200, "testRows": 100 }, "model": { "kind": "softmax",
        "initialization": "zeros" },
          "penalties": [ { "penalty": "l1", "lambda": 0.005, "mode": "proximal" } ], "training": { "epochs": 5,
          "batchSize": 50, "threads": 1 } }
        """);

    internal string Table => Trained("table", $$"""
        { "data": { "source": "{{Csv}}", "standardize": true, "validationFraction": 0.2, "csv": { "target": "kind",
        "targetKind": "class", "categorical": [ "city" ] } },
          "model": { "kind": "softmax" }, "training": { "epochs": 20, "batchSize": 8, "threads": 1 } }
        """);

    internal string Numbers => Trained("numbers", """
        { "data": { "source": "regression", "trainRows": 100, "testRows": 50, "generated": { "columns": 6, "nonZero": 2 } },
          "model": { "kind": "linear" }, "penalties": [ { "penalty": "l1", "lambda": 0.1, "mode": "proximal" } ],
          "training": { "epochs": 30, "threads": 1 } }
        """);

    internal string Reviews => Trained("reviews", """
        { "data": { "source": "reviews", "trainRows": 200, "testRows": 100, "validationFraction": 0 },
        "model": { "initialization": "zeros" },
          "training": { "epochs": 60, "batchSize": 200, "learningRate": 3, "threads": 1 } }
        """);

    internal string Ratings => Trained("ratings", """
        { "data": { "source": "ratings", "trainRows": 400, "testRows": 100, "generated": { "noise": 0.1 } },
        "model": { "kind": "linear" },
          "training": { "epochs": 20, "batchSize": 50, "learningRate": 0.5, "threads": 1 } }
        """);

    internal string Csv =>
        folder.Write(
            "table.csv",
            "size,city,kind\n" +
                string.Concat(
                    Enumerable
                        .Range(0, 60)
                        .Select(i => $"{i},{(i % 3 == 0 ? "\"Rome, Italy\"" : "Oslo")},{(i < 30 ? "small" : "large")}\n")));

    string Trained(string name, string config)
    {
        lock (training)
        {
            var run = Path.Combine(folder.Path, name);
            if (Directory.Exists(run)) return run;
            var result = Cli.Run("train", folder.Write($"{name}.json", config), "--to", run);
            Assert.Equal((0, ""), (result.Status, result.Error));
            return run;
        }
    }
}
