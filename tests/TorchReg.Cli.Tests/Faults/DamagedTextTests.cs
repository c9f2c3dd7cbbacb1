using System.CommandLine;
using System.Text;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Tests.Runs;

namespace TorchReg.Cli.Tests.Faults;

/// <summary>Damaged configurations and run folders: read, or refused in one line, never a crash.</summary>
public sealed class DamagedTextTests(FinishedRuns runs) : FolderTests, IClassFixture<FinishedRuns>
{
    [Fact]
    public void Configurations()
    {
        const string valid = """
            { "data": { "source": "article", "trainFraction": 0.8, "csv": { "categorical": [ "a", "b" ] } },
            "model": { "kind": "mlp", "hidden": [8, 4] },
              "penalties": [ { "penalty": "l1", "lambda": 0.1 }, { "penalty": "l2", "lambda": 1e-3, "mode": "loss" } ],
              "optimizer": { "kind": "sgd", "momentum": 0.9, "nesterov": true } }
            """;
        Damage(1_600, valid, text =>
        {
            var path = folder.Write("c.json", text);
            TrainConfig.Load(new([path], null, new Command("train")), Cli.NoVariables);
        });
    }

    [
        Theory,
        InlineData("input.json"),
        InlineData("metrics.json"),
        InlineData("manifest.json"),
        InlineData("history.csv"),
        InlineData("config.json")
    ]
    public void Files_of_a_run(string name)
    {
        var run = Path.Combine(folder.Path, "run");
        Directory.CreateDirectory(run);
        foreach (var file in Directory.GetFiles(runs.Numbers)) File.Copy(file, Path.Combine(run, Path.GetFileName(file)));
        var valid = File.ReadAllText(Path.Combine(run, name));
        Damage(60, valid, text =>
        {
            File.WriteAllText(Path.Combine(run, name), text);
            var result = Cli.Run("report", run, "--to", Path.Combine(folder.Path, "page.html"));
            if (result.Status == 0) return;
            // A λ of 10²⁰ or a million units is a setting, though not the run's.
            Assert.True(result.Status == 2, $"{result.Error}\n{text}");
            Cli.Refused(result);
        });
    }

    // Half of the inputs keep the beginning of the file.
    static void Damage(int count, string valid, Action<string> read)
    {
        var random = new Random(11);
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder(valid);
            for (var n = random.Next(1, 4); n > 0 && text.Length > 20; n--) Damage(text, random, i % 2 == 0 ? 10 : 0);
            try
            {
                read(text.ToString());
            }
            catch (Exception refusal) when (refusal is UserError or InvalidDataException)
            {
                Assert.NotEmpty(refusal.Message);
            }
            catch (Exception other) when (other is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"input {i} ({text}): {other}");
            }
        }
    }

    static void Damage(StringBuilder text, Random random, int from)
    {
        var at = random.Next(from, text.Length);
        const string signs = "{}[]\",:0123456789-eE.\\nulltrue\0é";
        switch (random.Next(5))
        {
            case 0: text[at] = signs[random.Next(signs.Length)]; break;
            case 1: text.Insert(at, signs[random.Next(signs.Length)]); break;
            case 2: text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at)); break;
            case 3: text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 60), text.Length - at))); break;
            default: text.Length = at; break;
        }
    }
}
