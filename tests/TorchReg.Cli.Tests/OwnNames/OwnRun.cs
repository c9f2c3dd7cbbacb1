using System.Text.Json;

namespace TorchReg.Cli.Tests;

/// <summary>A configuration on rows of its own that names what a test has added, and the run that it makes.</summary>
sealed class OwnRun : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly string config;

    /// <param name="settings">Lines of the configuration beside data, model and training: "penalties": [...].</param>
    internal OwnRun(string settings)
    {
        // y = 2a − 1 and some noise; b says nothing.
        Rows = folder.Write("rows.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant(
            $"{Math.Sin(i)},{Math.Cos(2.3 * i)},{2 * Math.Sin(i) - 1 + 0.3 * Math.Sin(7.1 * i * i)}\n"))));
        config = folder.Write("run.json", $$"""
            {
              "data": { "source": {{JsonSerializer.Serialize(Rows)}}, "validationFraction": 0 },
              "model": { "kind": "linear" },
              "training": { "epochs": 400, "batchSize": 60, "learningRate": 0.2 },
              {{settings}}
            }
            """);
    }

    /// <summary>The CSV file of the rows.</summary>
    internal string Rows { get; }

    internal string Folder => Path.Combine(folder.Path, "run");

    internal string Show() => Done(Cli.Run("config", "show", config));

    internal string Train() => Done(Cli.Run("train", config, "--to", Folder));

    /// <summary>A number of the run's metrics.json.</summary>
    internal double Metric(params string[] path)
    {
        using var metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "metrics.json")));
        var at = metrics.RootElement;
        foreach (var key in path) at = at.GetProperty(key);
        return at.GetDouble();
    }

    /// <summary>The trained weights of the columns a and b.</summary>
    internal float[] Weights()
    {
        using var model = Storage.SafeTensors.Load(Path.Combine(Folder, "model.safetensors"));
        return model.Tensors["linear.weight"].data<float>().ToArray();
    }

    internal string Evaluate() => Done(Cli.Run("evaluate", Folder));

    /// <summary>The one line by which the run is refused.</summary>
    internal string Refused() => Cli.Refused(Cli.Run("train", config, "--to", Folder));

    /// <summary>The names that the schema of a kind of configuration lists at a path of properties.</summary>
    internal static string[] Choices(string kind, params string[] path)
    {
        using var schema = JsonDocument.Parse(Done(Cli.Run("config", "schema", kind)));
        var at = schema.RootElement;
        foreach (var key in path) at = at.GetProperty(key);
        return [.. at.GetProperty("enum").EnumerateArray().Select(name => name.GetString()!)];
    }

    internal static string Done(CliResult result)
    {
        Assert.True(result.Status == 0, result.Error);
        return result.Out;
    }

    public void Dispose() => folder.Dispose();
}
