using System.Globalization;
using System.Text;
using TorchReg.Data;
using TorchReg.InProcess;

namespace TorchReg.Onnx.Tests;

/// <summary>Agreement: what ONNX Runtime makes of an exported run is what torchreg predict says.</summary>
public sealed class RunTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("torchreg-onnx").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Place(string name) => Path.Combine(folder, name);

    (int Status, string Out, string Error) Run(params string[] args) => Program.Run(Place("runs"), args);

    string Done(params string[] args)
    {
        var (status, output, error) = Run(args);
        Assert.True(status == 0, $"{string.Join(' ', args)}\n{error}");
        return output;
    }

    // Numbers with gaps, words with rare ones, a date; the target is a number and a class.
    string Rows(int rows)
    {
        var random = new SplitMix64(8);
        var text = new StringBuilder("size,city,built,price,kind\n");
        for (var i = 0; i < rows; i++)
        {
            var (size, city) = (100 * random.Normal(), random.Below(3));
            var price = (0.02 * size) + city + (0.1 * random.Normal());
            text.Append(CultureInfo.InvariantCulture, $"{(i % 9 == 4 ? "" : $"{size:F2}")},{(i % 11 == 5 ? "" : $"c{city}")},")
                .Append(CultureInfo.InvariantCulture, $"20{i % 20 + 10}-0{i % 7 + 1}-11,{price:F3},")
                .Append(price > 1 ? "dear\n" : "cheap\n");
        }
        File.WriteAllText(Place("houses.csv"), text.ToString());
        return Place("houses.csv");
    }

    // The columns that predict gives for the file's rows, by name.
    Dictionary<string, string[]> Predicted(string run, string rows)
    {
        var lines = Done("predict", run, rows).TrimEnd('\n').Split('\n').Select(line => line.Split(',')).ToArray();
        return lines[0].Select((name, i) => (name, Cells: lines[1..].Select(line => line[i]).ToArray()))
            .ToDictionary(pair => pair.name, pair => pair.Cells);
    }

    static double[] Parsed(string[] cells) => [.. cells.Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];

    [Theory, InlineData("select"), InlineData("train")]
    public void Columns_of_numbers_and_words_with_gaps(string verb)
    {
        var rows = Rows(90);
        var run = Place("run");
        Done(verb, rows, "--target=price", "--ignored=kind,built", "--missing=median", "--to", run);
        var told = Done("export", run, "--to", Place("m.onnx"));
        Assert.Contains("inputs   size, city\noutputs  prediction\n", told, StringComparison.Ordinal);
        using var reader = new Reader(File.ReadAllBytes(Place("m.onnx")));
        var cells = File.ReadLines(rows).Skip(1).Select(line => line.Split(',')).ToArray();
        double[] sizes = [.. cells.Select(row =>
            row[0].Length == 0 ? double.NaN : double.Parse(row[0], CultureInfo.InvariantCulture))];
        var given = reader.Of("prediction",
            verb == "select" ? Reader.Column("size", sizes) : Reader.Column("size", sizes.Select(size => (float)size).ToArray()),
            Reader.Column("city", cells.Select(row => row[1]).ToArray()));
        foreach (var (ours, theirs) in Parsed(Predicted(run, rows)["prediction"]).Zip(given.Values))
            Assert.Equal(ours, theirs, verb == "select" ? 1e-10 : 1e-5);
    }

    [Theory, InlineData("select"), InlineData("train")]
    public void Probabilities_and_labels_of_classes(string verb)
    {
        var rows = Rows(90);
        var run = Place("run");
        Done(verb, rows, "--target=kind", "--ignored=price,city,built", "--missing=drop", "--to", run);
        var told = Done("export", run, "--to", Place("m.onnx"));
        Assert.Contains("outputs  label, probabilities\n", told, StringComparison.Ordinal);
        using var reader = new Reader(File.ReadAllBytes(Place("m.onnx")));
        Assert.Equal("size", reader.Notes["columns"]);
        File.WriteAllLines(Place("new.csv"), ["size", "-50", "3.5", "120"]);
        var input = verb == "select" ? Reader.Numbers("features", tensor(new double[] { -50, 3.5, 120 }, [3, 1]))
            : Reader.Numbers("features", tensor(new float[] { -50, 3.5f, 120 }, [3, 1]));
        var predicted = Predicted(run, Place("new.csv"));
        Assert.Equal(predicted["prediction"], reader.Words("label", input));
        var ours = Parsed(predicted["probability cheap"]).Zip(Parsed(predicted["probability dear"]))
            .SelectMany(pair => new[] { pair.First, pair.Second });
        foreach (var (one, other) in ours.Zip(reader.Of("probabilities", input).Values)) Assert.Equal(one, other, 1e-5);
    }

    [Fact]
    public void A_column_may_be_called_as_an_output_or_an_operator_is()
    {
        var rows = File.ReadAllText(Rows(60));
        File.WriteAllText(
            Place("named.csv"),
            rows.Replace("size,city,built,price", "flatten,label,concat,prediction", StringComparison.Ordinal));
        Done("select", Place("named.csv"), "--target=kind", "--missing=median", "--ignored=concat", "--to", Place("run"));
        Assert.Contains("inputs   flatten, label, prediction\noutputs  label_1, probabilities\n",
            Done("export", Place("run"), "--to", Place("m.onnx")), StringComparison.Ordinal);
        using var reader = new Reader(File.ReadAllBytes(Place("m.onnx")));
        Assert.Equal(["flatten", "label", "prediction"], reader.Inputs);
        Assert.Equal(["cheap"], reader.Words("label_1",
            Reader.Column("flatten", new[] { -90.0 }), Reader.Column("label", new[] { "c0" }),
            Reader.Column("prediction", new[] { -3.0 })));
    }

    [Fact]
    public void Of_a_date_its_parts_are_inputs()
    {
        Done("select", Rows(90), "--target=price", "--ignored=kind,city,size", "--to", Place("run"));
        Done("export", Place("run"), "--to", Place("m.onnx"));
        using var reader = new Reader(File.ReadAllBytes(Place("m.onnx")));
        Assert.Contains("built year", reader.Inputs);
        Assert.Contains("built month=3", reader.Inputs);
        Assert.Contains("built days", reader.Inputs);
    }

    [Fact]
    public void Digits_go_in_as_pixels()
    {
        var config = Place("run.json");
        File.WriteAllText(config, """
            { "data": { "source": "drawn", "trainRows": 100, "testRows": 20 }, "model": { "kind": "mlp", "hidden": [8] },
              "training": { "epochs": 1 } }
            """);
        Done("train", config, "--to", Place("run"));
        Done("export", Place("run"), "--to", Place("m.onnx"));
        using var scope = NewDisposeScope();
        using var reader = new Reader(File.ReadAllBytes(Place("m.onnx")));
        var pixels = (arange(0, 4 * 784).reshape(4, 784) % 256).to(ScalarType.Float32);
        File.WriteAllLines(Place("new.csv"),
        [
            string.Join(',', Enumerable.Range(0, 784).Select(i => $"pixel{i}")),
            .. Enumerable.Range(0, 4).Select(row => string.Join(',', pixels[row].data<float>().ToArray())),
        ]);
        Assert.Equal(
            Predicted(Place("run"), Place("new.csv"))["prediction"], reader.Words("label", Reader.Numbers("features", pixels)));
    }

    [Fact]
    public void A_file_of_another_kind_and_a_file_of_the_run_are_refused()
    {
        Done("select", Rows(60), "--target=price", "--ignored=kind,city,built", "--missing=drop", "--to", Place("run"));
        Assert.Contains(
            "name a file that ends in .onnx", Run("export", Place("run"), "--to", Place("m.pt")).Error, StringComparison.Ordinal);
        Assert.Contains("torchreg export needs --to FILE", Run("export", Place("run")).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Place("m.pt")));
    }
}
