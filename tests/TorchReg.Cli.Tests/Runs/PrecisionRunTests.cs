using System.Text.Json.Nodes;
using TorchReg.Storage;

namespace TorchReg.Cli.Tests.Runs;

/// <summary>Runs whose steps take their products in a low precision.</summary>
public sealed class PrecisionRunTests : FolderTests
{
    const string Network = """
        { "data": { "source": "regression", "trainRows": 60, "testRows": 20, "generated": { "columns": 6, "nonZero": 2 } },
          "training": { "epochs": 12, "threads": 1, "batchSize": 20, "learningRate": 0.02 },
          "model": { "kind": "mlp", "hidden": [8] },
          "penalties": [ { "penalty": "l1", "lambda": 0.02, "mode": "proximal" } ] }
        """;

    double Loss(string precision)
    {
        var run = Path.Combine(folder.Path, precision);
        var result = Cli.Run("train", folder.Write("c.json", Network), "--to", run, $"--training.precision={precision}");
        Assert.Equal((0, ""), (result.Status, result.Error));
        JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(run, file)))!;
        Assert.Equal(precision, Read("config.json")["training"]!["precision"]!.GetValue<string>());
        using var saved = SafeTensors.Load(Path.Combine(run, "model.safetensors"));
        Assert.All(saved.Tensors.Values, tensor => Assert.Equal(TorchSharp.torch.ScalarType.Float32, tensor.dtype));
        // What is judged afterwards is judged in float32.
        Assert.True(JsonNode.DeepEquals(Read("metrics.json")["test"], JsonNode.Parse(Cli.Run("evaluate", run, "--json").Out)!));
        return Read("metrics.json")["training"]!["dataLoss"]!.GetValue<double>();
    }

    [Fact]
    public void In_bfloat16_it_comes_near_the_loss_of_float32_and_is_saved_in_float32()
    {
        var (full, low) = (Loss("float32"), Loss("bfloat16"));
        Assert.InRange(low, 0.8 * full, 1.2 * full);
        Assert.NotEqual(full, low);
    }

    [Fact]
    public void In_float16_it_trains_or_says_in_a_line_what_to_take_and_leaves_no_folder()
    {
        var run = Path.Combine(folder.Path, "run");
        var result = Cli.Run("train", folder.Write("c.json", Network), "--to", run, "--training.precision=float16");
        if (result.Status == 0) return;
        var line = Cli.Refused(result);
        Assert.Contains("training.precision is float16, but this libtorch has no such products on cpu; set it to bfloat16", line);
        Assert.False(Directory.Exists(run));
    }
}
