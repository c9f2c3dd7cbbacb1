using System.Text.Json;
using TorchReg.Data;
using TorchReg.Kernels;

namespace TorchReg.Import.Tests;

/// <summary>torchreg export RUN --to coefficients.json or .csv, and certify that reads them.</summary>
public sealed class ExportTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("torchreg-export").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Place(string name) => Path.Combine(folder, name);

    static string Ran(params string[] args)
    {
        var (status, output, error) = Certify.Run(args);
        Assert.True(status == 0, error);
        return output;
    }

    [Theory]
    [InlineData("coefficients.json")]
    [InlineData("coefficients.csv")]
    public void What_select_chose_is_exported_read_again_and_certified(string name)
    {
        var chosen =
            JsonDocument.Parse(Ran(
                "select", Certify.Path("three.csv"), "--to", Place("run"), "--path.count=15", "--json")).RootElement;
        Ran("export", Place("run"), "--to", Place(name));
        var lambda = chosen.Number("lambdaMin", "lambda").ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        var found = JsonDocument.Parse(Ran(
            "certify", Place(name), "--data", Certify.Path("three.csv"), "--dialect", "glmnet", "--lambda", lambda,
            "--alpha", "1", "--json")).RootElement;
        Assert.Equal(chosen.Number("lambdaMin", "objective"), found.Number("torchreg", "objective"), 1e-12);
        Assert.NotEqual("far", found.GetProperty("verdict").GetString());
        using var model = LinearCoefficients.Load(Place(name));
        Assert.Equal(["a", "b", "c"], model.Targets);
        Assert.Equal("x4", model.Features![4]);
    }

    [Fact]
    public void Coefficients_of_a_run_on_standardized_columns_are_on_the_columns_own_scale()
    {
        Ran("train", Certify.Path("y.csv"), "--data.standardize=true", "--model.kind=linear", "--training.epochs=3",
            "--training.learningRate=0.1", "--to", Place("run"));
        Ran("export", Place("run"), "--to", Place("c.json"));
        using var model = LinearCoefficients.Load(Place("c.json"));
        using var rows = CsvFile.Read(Certify.Path("y.csv"), new CsvOptions { Type = ScalarType.Float64 });
        using var given = rows.Data.Features.mm(model.Weight.t()).add(model.Bias!, Scalars.One);
        var predicted =
            Ran("predict", Place("run"), Certify.Path("y.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        foreach (var (own, line) in HostMemory.Numbers(given).Zip(predicted))
            Assert.Equal(double.Parse(line, System.Globalization.CultureInfo.InvariantCulture), own, 1e-4);
    }

    [Fact]
    public void A_model_of_several_layers_has_no_coefficients_to_export()
    {
        Ran("train", Certify.Path("y.csv"), "--model.kind=mlp", "--model.hidden=4", "--training.epochs=1",
            "--training.learningRate=0.01", "--to", Place("run"));
        var (status, _, error) = Certify.Run(["export", Place("run"), "--to", Place("c.json")]);
        Assert.Equal(2, status);
        Assert.Contains("more than a linear layer", error);
    }
}
