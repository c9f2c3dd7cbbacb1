using System.Text.Json;
using TorchReg.InProcess;

namespace TorchReg.Import.Tests;

/// <summary>torchreg in this process, on the models that Models/make.py fitted.</summary>
static class Certify
{
    internal static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Models", name);

    internal static (int Status, string Out, string Error) Run(params string[] args) =>
        Program.Run(System.IO.Path.GetTempPath(), args);

    /// <summary>What certify says of a model as JSON.</summary>
    internal static JsonElement Json(string model, string data, string words)
    {
        var (status, output, error) = Run(["certify", Path(model), "--data", Path(data), .. words.Split(' '), "--json"]);
        Assert.True(status == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }

    internal static double Number(this JsonElement own, params string[] names) =>
        names.Aggregate(own, (at, name) => at.GetProperty(name)).GetDouble();

    /// <summary>What certify says to bad input: one line.</summary>
    internal static string Refused(params string[] args)
    {
        var (status, output, error) = Run(["certify", .. args]);
        Assert.Equal((2, ""), (status, output));
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        return error;
    }
}
