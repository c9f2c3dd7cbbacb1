namespace TorchReg.Import.Tests;

/// <summary>Coefficients as JSON and CSV, and the one linear layer of a file of tensors.</summary>
public sealed class CoefficientsTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("torchreg-coefficients").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Written(string name, string text)
    {
        File.WriteAllText(Path.Combine(folder, name), text);
        return Path.Combine(folder, name);
    }

    [Theory]
    [InlineData("m.json", """{"coef": [1, 2.5], "intercept": 3}""")]
    [InlineData("m.json", """{"coef": [[1, 2.5]], "intercept": [3], "features": [], "classes": []}""")]
    [InlineData("m.csv", "\"\",\"s1\"\n\"(Intercept)\",3\n\"x\",1\n\"y, z\",2.5\n")]
    public void One_output_in_any_of_the_ways_that_it_is_written(string name, string text)
    {
        using var model = LinearCoefficients.Load(Written(name, text));
        Assert.Equal([1, 2], model.Weight.shape);
        Assert.Equal([1, 2.5], Fixture.Numbers(model.Weight));
        Assert.Equal([3], Fixture.Numbers(model.Bias!));
    }

    [Theory]
    [InlineData("m.json", "{}", "no 'coef'")]
    [InlineData("m.json", "[1, 2]", "no 'coef'")]
    [InlineData("m.json", """{"coef": []}""", "no coefficients")]
    [InlineData("m.json", """{"coef": [[1, 2], [3]]}""", "has 2 coefficients and another 1")]
    [InlineData("m.json", """{"coef": [1, "a"]}""", "which is no number")]
    [InlineData("m.json", """{"coef": [1, NaN]}""", "NaN and Infinity are none")]
    [InlineData("m.json", """{"coef": [1e999]}""", "which is no number")]
    [InlineData("m.json", """{"coef": [1], "coef": [2]}""", "no JSON")]
    [InlineData("m.json", """{"coef": [1], "intercept": [1, 2]}""", "2 intercepts of 1 outputs")]
    [InlineData("m.json", """{"coef": [1], "features": ["a", "b"]}""", "2 names of 1 columns")]
    [InlineData("m.json", """{"coef": [[1], [2]], "classes": ["a"]}""", "1 classes of 2 outputs")]
    [InlineData("m.csv", "a\n", "no coefficients")]
    [InlineData("m.csv", ",s1\nx,1\ny\n", "has 1 cells, of 2")]
    [InlineData("m.csv", ",s1\nx,NA\n", "'NA', which is no number")]
    [InlineData("m.csv", ",s1\n(Intercept),1\n(Intercept),2\nx,1\n", "two intercepts")]
    [InlineData("m.csv", ",s1\n(Intercept),1\n", "no coefficients")]
    [InlineData("m.pkl", "x", "unknown kind of model")]
    public void What_is_none_is_refused_in_a_line(string name, string text, string told) =>
        Assert.Contains(told, Fixture.Refusal(name, () => LinearCoefficients.Load(Written(name, text))));

    [Fact]
    public void A_layer_of_several_is_asked_for_by_its_name()
    {
        using var first = LinearCoefficients.Load(Fixture.Path("cnn.keras"), "layers/dense_1");
        Assert.Equal([3, 5], first.Weight.shape);
        using var last = LinearCoefficients.Load(Fixture.Path("cnn.pt"), "3");
        Assert.Equal([2, 12], last.Weight.shape);
        Assert.Contains(
            "name the layer by --layer", Fixture.Refusal("cnn.pt", () => LinearCoefficients.Load(Fixture.Path("cnn.pt"))));
        Assert.Contains("no layer 'fc'", Fixture.Refusal("cnn.pt", () => LinearCoefficients.Load(Fixture.Path("cnn.pt"), "fc")));
        Assert.Contains(
            "no matrix of numbers", Fixture.Refusal("cnn.pt", () => LinearCoefficients.Load(Fixture.Path("cnn.pt"), "0")));
    }
}
