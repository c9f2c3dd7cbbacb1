using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using TorchReg.Data;

namespace TorchReg.Cli.Tests.Runs;

/// <summary>Files of sparse rows and of rows go in wherever CSV does.</summary>
public sealed class SparseRunTests : FolderTests
{
    // Two classes, −1 and 1, of which columns 1 and 2 tell; 50 columns.
    string Libsvm(string name = "words.libsvm") => folder.Write(name, string.Concat(Lines()));

    static IEnumerable<string> Lines()
    {
        var random = new SplitMix64(3);
        for (var i = 0; i < 120; i++)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{1 - i % 2 * 2} {1 + i % 2}:1 {3 + random.Below(24)}:0.5 {27 + random.Below(24)}:{random.Uniform():F3}\n");
    }

    string Train(string source, params string[] more)
    {
        var to = Path.Combine(folder.Path, $"run{Guid.NewGuid():N}");
        var config = folder.Write("config.json", $$"""
            { "data": { "source": "{{source}}", "sparse": { "targetKind": "class" } }, "model": { "kind": "softmax",
              "initialization": "zeros" }, "penalties": [ { "penalty": "l1", "lambda": 0.001, "mode": "proximal" } ],
              "training": { "epochs": 15, "batchSize": 16, "learningRate": 1, "threads": 1 } }
            """);
        var result = Cli.Run(["train", config, "--to", to, .. more], Cli.NoVariables);
        Assert.Equal((0, ""), (result.Status, result.Error));
        return to;
    }

    [Fact]
    public void A_run_on_libsvm_rows_is_trained_judged_reported_and_asked()
    {
        var run = Train(Libsvm());
        Assert.Contains("accuracy 1", Cli.Run("evaluate", run).Out, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, Cli.Run("evaluate", run, "--data", Libsvm(), "--json").Status);
        var lines = Cli.Run("predict", run, folder.Write("new.libsvm", "0 1:1\n0 2:1\n")).Out.TrimEnd('\n').Split('\n');
        Assert.Equal("prediction,probability -1,probability 1", lines[0]);
        Assert.Equal(["1", "-1"], lines.Skip(1).Select(line => line.Split(',')[0]));
        Assert.Equal(0, Cli.Run("report", run).Status);
        Assert.Contains("51", Cli.Refused(Cli.Run("predict", run, folder.Write("wide.libsvm", "0 51:1\n"))));
    }

    [Fact]
    public void A_zipped_file_gives_the_same_run()
    {
        var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            zip.Write(Encoding.UTF8.GetBytes(string.Concat(Lines())));
        File.WriteAllBytes(Path.Combine(folder.Path, "words.svm.gz"), bytes.ToArray());
        var (plain, zipped) = (Train(Libsvm()), Train(Path.Combine(folder.Path, "words.svm.gz")));
        Assert.Equal(File.ReadAllText(Path.Combine(plain, "metrics.json")).Split("seconds")[0],
            File.ReadAllText(Path.Combine(zipped, "metrics.json")).Split("seconds")[0]);
    }

    [Fact]
    public void A_file_of_rows_is_written_from_libsvm_rows_and_trained_on()
    {
        var rows = Path.Combine(folder.Path, "words.rows");
        var written = Cli.Run("data", "rows", Libsvm(), "--to", rows, "--classes");
        Assert.Equal((0, ""), (written.Status, written.Error));
        Assert.Contains("120 rows × 50 columns", written.Out);
        var run = Train(rows);
        Assert.Contains("accuracy 1", Cli.Run("evaluate", run).Out, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, Cli.Run("evaluate", run, "--data", rows).Status);
        Assert.Equal(121, Cli.Run("predict", run, rows).Out.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void A_file_of_rows_of_a_csv_file_has_its_rows()
    {
        var csv = folder.Write("a.csv", "a,price,b\n1,2,3\n4,5,6\n");
        var rows = Path.Combine(folder.Path, "a.rows");
        Assert.Equal(0, Cli.Run("data", "rows", csv, "--to", rows, "--target", "price", "--float64").Status);
        using var data = RowsFile.Open(rows);
        Assert.Equal([1, 3, 4, 6], data.Dense().Features.data<double>().ToArray());
    }

    [Fact]
    public void Lambda_is_chosen_on_libsvm_rows_and_on_a_file_of_rows_alike()
    {
        var rows = Path.Combine(folder.Path, "chosen.rows");
        Assert.Equal(0, Cli.Run("data", "rows", Libsvm(), "--to", rows, "--classes", "--float64").Status);
        string[] settings =
        [
            "--loss=logistic", "--path.count=8", "--path.ratio=0.1", "--path.gapTolerance=1e-12", "--path.distanceTolerance=1e-9",
            "--folds.count=3", "--json",
        ];
        string[] Numbers(string source)
        {
            var result = Cli.Run(["select", "--data", source, .. settings], Cli.NoVariables);
            Assert.Equal((0, ""), (result.Status, result.Error));
            return [.. JsonDocument.Parse(result.Out).RootElement.GetProperty("mean").EnumerateArray()
                .Select(mean => mean.GetDouble().ToString("F5", CultureInfo.InvariantCulture))];
        }
        Assert.Equal(Numbers(Libsvm()), Numbers(rows));
        Assert.Contains("names a column of a CSV file", Cli.Refused(Cli.Run("select", "--data", Libsvm(), "--weights=w")));
    }

    [Fact]
    public void A_run_on_csv_without_its_zeros_says_what_one_with_them_says()
    {
        var csv = folder.Write("a.csv", "word,size,kind\n" + string.Concat(
            Enumerable.Range(0, 60).Select(i => $"w{i % 20},{i % 3},{(i % 20 < 10 ? "low" : "high")}\n")));
        string Answer(string isSparse)
        {
            var run = Train(csv, "--data.csv.targetKind=class", "--data.csv.categorical=word", $"--data.csv.sparse={isSparse}");
            Assert.Equal(0, Cli.Run("evaluate", run, "--data", csv).Status);
            return Cli.Run("predict", run, folder.Write("new.csv", "size,word\n1,w3\n0,w15\n")).Out;
        }
        Assert.Equal(Answer("false").Split('\n').Select(line => line.Split(',')[0]),
            Answer("true").Split('\n').Select(line => line.Split(',')[0]));
    }

    [Theory]
    [InlineData("1 1:x\n", "words.libsvm, line 1: expected a number after the colon, found \"x\"")]
    [InlineData("1 1:1\n2 0:1 0:2\n", "column 0 comes twice")]
    public void Bad_lines_are_refused(string text, string reason) => Assert.Contains(reason, Cli.Refused(
        Cli.Run("train", Path.Combine(TorchReg.Tests.Repository.Root, "configs", "digits-softmax-l1.json"),
            $"--data={folder.Write("words.libsvm", text)}")));

    [Fact]
    public void Standardizing_sparse_rows_and_triples_without_targets_are_refused_with_the_remedy()
    {
        var config = Path.Combine(TorchReg.Tests.Repository.Root, "configs", "digits-softmax-l1.json");
        Assert.Contains("data.standardize is true", Cli.Refused(
            Cli.Run("train", config, $"--data={Libsvm()}", "--data.standardize=true", "--data.sparse.targetKind=class")));
        Assert.Contains("give --data.sparse.targets=FILE", Cli.Refused(
            Cli.Run("train", config, $"--data={folder.Write("a.coo", "0 0 1\n")}")));
        Assert.Contains("does not end in .rows", Cli.Refused(Cli.Run("data", "rows", Libsvm(), "--to", "a.bin")));
        Assert.Contains("begins with \"TORCHREG\"", Cli.Refused(
            Cli.Run("train", config, $"--data={folder.Write("b.rows", "no rows")}")));
    }
}
