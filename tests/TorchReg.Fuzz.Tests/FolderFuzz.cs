using System.Security.Cryptography;
using System.Text;
using TorchReg.Cli.Sweep;
using TorchReg.Data;
using TorchReg.Selection;

namespace TorchReg.Fuzz.Tests;

/// <summary>Folders of runs and sweeps of which a file is damaged, with the right checksum too.</summary>
public sealed class FolderFuzz(Place place) : IClassFixture<Place>
{
    const string Config = """
        { "data": { "source": "classification", "trainRows": 24, "testRows": 12, "generated": { "columns": 4, "nonZero": 2 } }, "model": { "kind": "softmax" },
          "penalties": [ { "penalty": "l1", "lambda": 0.01, "mode": "proximal" } ], "training": { "epochs": 2, "batchSize": 8, "threads": 1 }, "checkpoints": { "everySteps": 2 } }
        """;

    const string Rows = "x0,x1,x2,x3,y\n0.5,1,2,-1,0\n1,2,3,4,1\n";

    [Fact]
    public void A_runs_folder_with_any_damage_is_used_or_refused_in_a_line()
    {
        var whole = place.At("whole");
        Assert.Equal(0, Verdict.Cli("train", ["train", place.Write("run.json", Encoding.UTF8.GetBytes(Config)), "--to", whole]).Status);
        var rows = place.Write("rows.csv", Encoding.UTF8.GetBytes(Rows));
        foreach (var (name, random) in Budget.Inputs("run", 150))
        {
            var run = place.Copy(whole, "damaged");
            var files = Directory.GetFiles(run, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
            var file = files[random.Below(files.Length)];
            File.WriteAllBytes(file, Damaged(File.ReadAllBytes(file), random));
            string[] line = random.Below(4) switch
            {
                0 => ["evaluate", run], 1 => ["predict", run, rows], 2 => ["report", run], _ => ["train", "--resume", run],
            };
            Verdict.Cli($"{name}, {Path.GetRelativePath(run, file)}", line);
        }
    }

    // A checkpoint's checksum is made right again, so that what it holds is looked at.
    static byte[] Damaged(byte[] valid, SplitMix64 random)
    {
        var format = Encoding.ASCII.GetBytes("torchreg checkpoint 2\n");
        var start = format.Length + 65;
        if (!valid.AsSpan().StartsWith(format) || random.Below(3) == 0) return Mutation.Of(valid, random);
        var content = Mutation.Of(valid[start..], random);
        return [.. format, .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(content))), (byte)'\n', .. content];
    }

    [Fact]
    public void A_line_of_a_sweeps_results_is_a_result_or_none()
    {
        var line = SweepResult.Failure("0123456789abcdef", RunState.Diverged, "loss is NaN").ToLine();
        foreach (var (name, random) in Budget.Inputs("results", 400))
        {
            var text = Mutation.Text(line, random);
            Verdict.Library(name, () => SweepResult.OfLine(random.Below(2) == 0 ? text : Sealed(text)));
        }
    }

    static string Sealed(string line)
    {
        var end = line.LastIndexOf(",\"check\"", StringComparison.Ordinal);
        var content = end < 0 ? line : line[..end];
        return $"{content},\"check\":\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..8]}\"}}";
    }

    [Fact]
    public void A_file_of_finished_trials_is_read_or_refused_in_a_line()
    {
        foreach (var (name, random) in Budget.Inputs("trials", 300))
        {
            var path = place.Write("trials.jsonl", Mutation.Of("{\"Values\":{\"l1\":0.1,\"l2\":2},\"Scores\":[0.5,null,1e3]}\n"u8.ToArray(), random));
            Verdict.Library(name, () => SearchResult.Load(path), typeof(InvalidDataException));
        }
    }
}
