using System.CommandLine;
using TorchReg.Cli.Sweep;

namespace TorchReg.Cli.Tests.Sweep;

/// <summary>From a sweep's file to its points, runs and units; and what is refused.</summary>
public sealed class SweepConfigTests : FolderTests
{
    const string Run =
        """
        "base": { "data": { "source": "classification" }, "penalties": [ { "penalty": "l1", "lambda": 0.01 } ],
        "training": { "epochs": 9 } }
        """;

    SweepPlan Plan(string rest, params string[] words) =>
        new(
            SweepConfig.Load(
                new([folder.Write("sweep.json", $"{{ {Run}, {rest} }}"), .. words], null, new Command("sweep")),
                Cli.NoVariables));

    static string[] Texts(SweepPlan plan) => [.. plan.Points.Select((_, i) => PointText.Of(plan, i))];

    [Fact]
    public void A_grid_has_every_combination_and_the_last_key_changes_fastest() =>
        Assert.Equal(
            [
                "penalties.0.lambda = 0.01, training.learningRate = 0.1",
                "penalties.0.lambda = 0.01, training.learningRate = 0.2",
                "penalties.0.lambda = 1, training.learningRate = 0.1",
                "penalties.0.lambda = 1, training.learningRate = 0.2"
            ],
            Texts(Plan("""  "vary": { "penalties.0.lambda": [0.01, 1], "training.learningRate": [0.1, 0.2] } """)));

    [Theory]
    [InlineData("""{ "from": 0.001, "to": 0.1, "count": 3, "scale": "log" }""", "0.001 0.01 0.1")]
    [InlineData("""{ "from": 1, "to": 2, "count": 5 }""", "1 1.25 1.5 1.75 2")]
    [InlineData("""{ "from": 0.3, "to": 0.00003, "count": 5, "scale": "log" }""", "0.3 0.03 0.003 0.0003 3E-05")]
    public void A_range_has_exact_ends_and_even_steps(string range, string expected) =>
        Assert.Equal(
            expected.Split(' '),
            Plan($$"""
                "vary": { "penalties.0.lambda": {{range}} }
                """).Points.Select(point => PointText.Value(point.Values[0])));

    [Fact]
    public void Whole_numbers_stay_whole_and_come_once() =>
        Assert.Equal(
            ["1", "2", "3"],
            Plan("""  "vary": { "training.batchSize": { "from": 1, "to": 3, "count": 9 } } """)
                .Points.Select(point => PointText.Value(point.Values[0])));

    [Fact]
    public void A_group_or_a_list_can_vary_as_one()
    {
        var plan = Plan(
            """
            "vary": { "model": [ { "kind": "softmax" }, { "kind": "mlp", "hidden": [8, 4] } ],
            "penalties": [ [], [ { "penalty": "l2", "lambda": 0.5 } ] ] }
            """);
        Assert.Equal([0, 0, 2, 2], plan.Points.Select(point => point.Settings.Model.Hidden.Count));
        Assert.Equal([0, 1, 0, 1], plan.Points.Select(point => point.Settings.Penalties.Count));
        Assert.Equal(0.5, plan.Points[3].Settings.Penalties[0].Lambda);
    }

    [Fact]
    public void Random_points_are_the_same_for_the_same_seed_and_lie_in_their_range()
    {
        const string Drawn =
            """
            "vary": { "penalties.0.lambda": { "distribution": "logUniform", "from": 1e-4, "to": 1 },
            "training.batchSize": { "distribution": "uniform", "from": 3, "to": 5 }, "optimizer.kind": ["sgd", "adam"] }
            """;
        var plan = Plan($$""" {{Drawn}}, "strategy": { "kind": "random", "count": 300, "seed": 1 } """);
        Assert.Equal(Texts(plan), Texts(Plan($$""" {{Drawn}}, "strategy": { "kind": "random", "count": 300, "seed": 1 } """)));
        Assert.NotEqual(Texts(plan), Texts(Plan($$""" {{Drawn}}, "strategy": { "kind": "random", "count": 300, "seed": 2 } """)));
        var lambdas = plan.Points.Select(point => point.Settings.Penalties[0].Lambda).ToArray();
        Assert.All(lambdas, lambda => Assert.InRange(lambda, 1e-4, 1));
        // Log-uniform over four decades: half lie below 0.01, to 5 standard deviations of 300 draws.
        Assert.InRange(lambdas.Count(lambda => lambda < 0.01), 107, 193);
        Assert.Equal([3, 4, 5], plan.Points.Select(point => point.Settings.Training.BatchSize).Distinct().Order());
    }

    [Fact]
    public void Folds_and_seeds_repeat_every_point()
    {
        var plan = Plan("""  "vary": { "penalties.0.lambda": [0.01, 1] }, "folds": 3, "seeds": 2 """);
        var runs = plan.FirstRuns();
        Assert.Equal(12, runs.Select(run => run.Id).Distinct().Count());
        Assert.Equal(
            [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)],
            runs.Take(6).Select(run => (run.Settings.Data.Fold, run.Settings.Training.Seed)));
        Assert.All(runs, run => Assert.Equal(3, run.Settings.Data.Folds));
    }

    [Fact]
    public void Halving_gives_a_third_of_the_points_three_times_the_epochs()
    {
        var plan = Plan(
            """  "vary": { "penalties.0.lambda": { "from": 0.1, "to": 1, "count": 9 } }, "strategy": { "kind": "halving" } """);
        Assert.Equal((3, 9, 3, 1), (plan.Rungs, plan.PointsIn(0), plan.PointsIn(1), plan.PointsIn(2)));
        Assert.Equal([1, 3, 9], Enumerable.Range(0, 3).Select(rung => plan.Runs(rung, [0])[0].Settings.Training.Epochs));
    }

    [Fact]
    public void An_id_is_of_the_settings_alone()
    {
        var plan = Plan("""  "vary": { "penalties.0.lambda": [0.01, 1] } """);
        // The same settings, said otherwise.
        var other = Plan(
            """  "vary": { "Penalties.0.Lambda": [1.0, 1e-2], "training.threads": [0] }, "strategy": { "seed": 3 } """,
            "--checkpoints.keep=1");
        Assert.Equal(plan.FirstRuns().Select(run => run.Id).Order(), other.FirstRuns().Select(run => run.Id).Order());
        Assert.Empty(
            plan.FirstRuns()
                .Select(run => run.Id)
                .Intersect(
                    Plan("""  "vary": { "penalties.0.lambda": [0.01, 1] } """, "--epochs=8").FirstRuns().Select(run => run.Id)));
        Assert.Equal(
            "data:source=\"classification\"\npenalties:0:lambda=0.01\n",
            string.Concat(
                RunId
                    .Canonical(plan.Points[0].Settings)
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Where(line => !line.StartsWith("training"))
                    .Select(line => line + "\n")));
    }

    [Fact]
    public void Linear_models_that_share_their_batches_are_one_unit_and_others_are_their_own()
    {
        var plan = Plan("""  "vary": { "penalties.0.lambda": { "from": 0.1, "to": 1, "count": 33 } }, "seeds": 2 """);
        var units = SweepUnit.Of(plan.FirstRuns(), 32);
        Assert.Equal([16, 17, 16, 17], units.Select(unit => unit.Runs.Count));
        Assert.All(units, unit => Assert.Single(unit.Runs.Select(run => run.Settings.Training.Seed).Distinct()));
        Assert.All(SweepUnit.Of(plan.FirstRuns(), 1), unit => Assert.Single(unit.Runs));
        var alone = Plan("""  "vary": { "penalties.0.mode": ["loss"], "penalties.0.lambda": [0.1, 0.2] } """);
        Assert.All(SweepUnit.Of(alone.FirstRuns(), 32), unit => Assert.Single(unit.Runs));
        // On each device a stack of its own.
        var onDevices = Plan("""  "vary": { "training.device": ["cpu", "auto"], "penalties.0.lambda": [0.1, 0.2, 0.3] } """);
        Assert.Equal([3, 3], SweepUnit.Of(onDevices.FirstRuns(), 32).Select(unit => unit.Runs.Count));
    }

    [Theory]
    [InlineData(
        """ "vary": { "penalties.0.lamda": [1] } """,
        "vary has the unknown key penalties.0.lamda; did you mean penalties.0.lambda?")]
    [InlineData(""" "vary": { "penalties.0.lambda": [] } """, "vary.penalties.0.lambda must be a list")]
    [InlineData(""" "vary": { "penalties.0.lambda": 3 } """, "vary.penalties.0.lambda must be a list")]
    [InlineData(
        """ "vary": { "penalties.0.lambda": [-1] } """,
        "vary.penalties.0.lambda: penalties.0.lambda is '-1'; it must be a number from 0 to 1000000")]
    [InlineData(
        """ "vary": { "penalties.0.lambda": ["1"] } """,
        "vary.penalties.0.lambda has the value \"1\"; penalties.0.lambda must be a number")]
    [InlineData(""" "vary": { "penalties.1.lambda": [1] } """, "vary.penalties.1.lambda has no place")]
    [InlineData(
        """ "vary": { "penalties.0.lambda": { "from": 1, "to": 2 } } """,
        "vary.penalties.0.lambda needs count, a number")]
    [InlineData(
        """ "vary": { "penalties.0.lambda": { "from": 1, "to": 2, "count": 3, "scael": "log" } } """,
        "vary.penalties.0.lambda has the unknown key scael; did you mean scale?")]
    [InlineData(
        """ "vary": { "penalties.0.lambda": { "from": 0, "to": 2, "count": 3, "scale": "log" } } """,
        "vary.penalties.0.lambda has scale log, for which from and to must be above 0")]
    [InlineData(
        """ "vary": { "penalties.0.lambda": { "distribution": "uniform", "from": 0, "to": 2 } } """,
        "vary.penalties.0.lambda is drawn from a distribution, but strategy.count is 0")]
    [InlineData(
        """ "vary": { "penalties.0.lambda": { "distribution": "beta" } } """,
        "vary.penalties.0.lambda has distribution \"beta\"; it must be uniform or logUniform or normal")]
    [InlineData(
        """ "vary": { "training.epochs": [1] }, "strategy": { "kind": "halving" } """,
        "vary.training.epochs is given, but halving sets the epochs")]
    [InlineData(""" "vary": { "training.seed": [1] }, "seeds": 2 """, "seeds is given, and vary.training.seed too")]
    [InlineData(
        """ "vary": { "model.dropout": [0.5] } """,
        "vary.model.dropout: model.dropout is given, but the model has no hidden units")]
    [InlineData(""" "vari": { "training.seed": [1] } """, "unknown key vari; did you mean vary?")]
    [InlineData(
        """ "vary": { "training.seed": [1] }, "strategy": { "kind": "gird" } """,
        "strategy.kind is 'gird'; it must be one of grid, random, halving")]
    [InlineData(""" "folds": 2 """, "vary is missing")]
    public void What_is_wrong_is_told_in_one_line_with_its_place(string rest, string expected)
    {
        var path = folder.Write("bad.json", $"{{ {Run}, {rest} }}");
        Assert.StartsWith(
            $"torchreg: {path}: {expected}",
            Cli.Refused(Cli.Run("sweep", path, "--to", Path.Combine(folder.Path, "sweep"))));
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "sweep")));
    }

    [Theory]
    [InlineData("4/4"), InlineData("-1/4"), InlineData("1"), InlineData("a/b")]
    public void A_shard_is_i_of_n(string shard) =>
        Assert.StartsWith(
            $"torchreg: --shard is '{shard}'",
            Cli.Refused(
                Cli.Run(
                    "sweep",
                    folder.Write("s.json", $"{{ {Run}, \"vary\": {{ \"training.seed\": [1] }} }}"),
                    $"--shard={shard}")));
}
