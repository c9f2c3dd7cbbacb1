using System.Text;
using TorchReg.Data;

namespace TorchReg.Fuzz.Tests;

/// <summary>What people write: configurations, variables, command lines.</summary>
public sealed class SettingsFuzz(Place place) : IClassFixture<Place>
{
    const string Run = """
        { "data": { "source": "regression", "trainRows": 20, "testRows": 10, "generated": { "columns": 4, "nonZero": 2 } },
        "model": { "kind": "mlp", "hidden": [ 3 ] },
          "penalties": [ { "penalty": "l1", "lambda": 0.1, "mode": "proximal" } ], "training": { "epochs": 1, "threads": 1 } }
        """;

    const string Sweep = """
        { "base": { "data": { "source": "regression", "trainRows": 20, "testRows": 10, "validationFraction": 0.2 },
        "model": { "kind": "linear" }, "penalties": [ { "penalty": "l1", "lambda": 0.1 } ] },
          "vary": { "penalties.0.lambda": { "from": 0.001, "to": 0.1, "count": 3, "scale": "log" },
          "training.learningRate": [ 0.1, 0.2 ] }, "seeds": 2, "folds": 3, "strategy": { "kind": "random", "count": 4 } }
        """;

    static readonly string[] lines =
    [
        "config show run.json --epochs=3",
        "config schema",
        "lambda --l1 0.1 --loss squared --rows 20",
        "lambda --from sklearn.Ridge --set alpha=2 --rows 20 --json",
        "lambda --l2 0.5 --loss mse --rows 7 --batch 3",
        "evaluate none --data none.csv",
        "predict none - --to none/x",
        "report none",
        "sweep sweep.json --dry-run",
        "sweep status none",
        "select --data none.csv --loss=softmax --l1Ratio=0.5",
        "article 7",
        "--version",
        "--help",
    ];

    [Fact]
    public void The_texts_are_right_before_they_are_made_wrong()
    {
        Assert.Equal(0, Verdict.Cli("run", ["config", "show", place.Write("run.json", Encoding.UTF8.GetBytes(Run))]).Status);
        Assert.Equal(
            0,
            Verdict.Cli("sweep", ["sweep", place.Write("sweep.json", Encoding.UTF8.GetBytes(Sweep)), "--dry-run"]).Status);
    }

    [Fact]
    public void A_configuration_of_any_text_is_shown_or_refused_in_a_line()
    {
        foreach (var (name, random) in Budget.Inputs("config", 600))
            Verdict.Cli(name, ["config", "show", place.Write("run.json", Json(Run, random))]);
    }

    [Fact]
    public void A_sweep_of_any_text_is_planned_or_refused_in_a_line()
    {
        foreach (var (name, random) in Budget.Inputs("sweep", 300))
            Verdict.Cli(name, ["sweep", place.Write("sweep.json", Json(Sweep, random)), "--dry-run"]);
    }

    [Fact]
    public void Variables_of_any_name_and_value_are_settings_or_refused_in_a_line()
    {
        var (path, sweep) = (
            place.Write("run2.json", Encoding.UTF8.GetBytes(Run)),
            place.Write("sweep2.json", Encoding.UTF8.GetBytes(Sweep)));
        foreach (var (name, random) in Budget.Inputs("environment", 300))
        {
            string[] keys =
            [
                "Training__Epochs",
                "TRAINING__EPOCHS",
                "Penalties__0__Lambda",
                "Data__Source",
                "DATA",
                "Model__Hidden__0",
                "Data__Csv__Encoding",
                "Training"
            ];
            var variables = new Dictionary<string, string>();
            for (var i = 0; i < 3; i++)
                variables["TORCHREG_" + Mutation.Text(keys[random.Below(keys.Length)], random)] = Mutation.Text("3", random);
            Verdict.Cli(
                name,
                random.Below(3) switch
                {
                    0 => ["select", "--data=none.csv"],
                    1 => ["sweep", sweep, "--dry-run"],
                    _ => ["config", "show", path]
                },
                variables);
        }
    }

    [Fact]
    public void A_command_line_of_any_words_is_run_or_refused_in_a_line()
    {
        place.Write("run.json", Encoding.UTF8.GetBytes(Run));
        foreach (var (name, random) in Budget.Inputs("words", 500))
        {
            var words = lines[random.Below(lines.Length)]
                .Split(' ')
                .Select(word => word.EndsWith(".json", StringComparison.Ordinal) ? place.At(word) : word)
                .ToList();
            for (var changes = 1 + random.Below(3); changes > 0; changes--) Change(words, random);
            // What would train for minutes or fetch from elsewhere is another test's.
            if (words.FirstOrDefault() is "train" or "compare" or "data" or "doctor" || words.Contains("--worker")) continue;
            if (words.FirstOrDefault() is "sweep") words.Add("--dry-run");
            if (words.FirstOrDefault() is "select") words.Add("--data=none.csv");
            Verdict.Cli(name, [.. words], piped: Mutation.Word(random));
        }
    }

    static void Change(List<string> words, SplitMix64 random)
    {
        var at = random.Below(words.Count);
        if (random.Below(3) == 0) words.Insert(at, Mutation.Word(random));
        else if (random.Below(3) == 0 && words.Count > 1) words.RemoveAt(at);
        else words[at] = Mutation.Text(words[at], random);
    }

    static byte[] Json(string valid, SplitMix64 random) =>
        random.Below(2) == 0
            ? Encoding.UTF8.GetBytes(Mutation.Text(valid, random))
            : Mutation.Of(Encoding.UTF8.GetBytes(valid), random);
}
