using System.Text.Json;

namespace TorchReg.Import.Tests;

/// <summary>
/// Agreement: models that scikit-learn, glmnet, PyTorch and (in Keras's format) NumPy fitted, and how far they are from the
/// optimum
/// of their stated λ, as SciPy's L-BFGS-B found it from the objective in each system's own words (Models/make.py).
/// </summary>
public sealed class CertifyTests
{
    static readonly JsonElement[] models =
        [.. JsonDocument.Parse(File.ReadAllText(Certify.Path("models.json"))).RootElement.EnumerateArray()];

    public static TheoryData<string> Files => [.. models.Select(model => model.GetProperty("file").GetString()!)];

    static JsonElement Model(string file) => models.Single(model => model.GetProperty("file").GetString() == file);

    static JsonElement Certified(string file)
    {
        var model = Model(file);
        return Certify.Json(file, model.GetProperty("data").GetString()!, model.GetProperty("words").GetString()!);
    }

    [Fact]
    public void There_are_twelve_models() => Assert.Equal(12, models.Length);

    [Theory, MemberData(nameof(Files))]
    public void The_distance_is_the_one_that_was_computed_independently(string file)
    {
        var (own, other) = (Certified(file), Model(file));
        var (objective, optimum) = (other.Number("objective"), other.Number("optimum"));
        var rounding = 1e-12 * Math.Abs(objective);
        Assert.Equal(objective, own.Number("system", "objective"), 1e-9 * Math.Abs(objective));
        Assert.Equal(objective - optimum, own.Number("system", "excess"),
            Math.Max(1e-6 * (objective - optimum), 2e-9 * objective));
        Assert.InRange(objective - optimum, own.Number("system", "excess") - 2e-9 * objective,
            own.Number("system", "bound") + rounding);
        Assert.InRange(own.Number("system", "bound"), own.Number("system", "excess"), own.Number("system", "gap") + rounding);
    }

    [Theory]
    [InlineData("ridge.json", "optimal")]
    [InlineData("lasso.json", "near")]
    [InlineData("net.json", "optimal")]
    [InlineData("saga.json", "far")]
    [InlineData("liblinear.json", "optimal")]
    [InlineData("svc.json", "optimal")]
    [InlineData("poisson.json", "optimal")]
    [InlineData("glmnet.csv", "optimal")]
    [InlineData("multinomial.csv", "optimal")]
    [InlineData("sgd.pt", "far")]
    [InlineData("adam.pt", "near")]
    [InlineData("keras.weights.h5", "optimal")]
    public void The_verdict_says_what_was_stopped_early(string file, string verdict) =>
        Assert.Equal(verdict, Certified(file).GetProperty("verdict").GetString());

    [Fact]
    public void Zeros_that_should_be_are_counted()
    {
        var adam = Certified("adam.pt");
        Assert.Equal(18, Model("adam.pt").GetProperty("nonzeros").GetInt32());
        Assert.Equal(18 - Model("multinomial.csv").GetProperty("nonzeros").GetInt32(), adam.GetProperty(
            "shouldBeZero").GetInt32());
        Assert.Equal(0, adam.GetProperty("shouldNotBeZero").GetInt32());
    }

    // Two columns of the coefficients of one optimum: the λ of both is 0.02 of L1 beside the mean cross-entropy.
    [Fact]
    public void Two_systems_are_near_one_optimum() => Assert.Equal(
        Certified("multinomial.csv").Number("torchreg", "optimum"), Certified("adam.pt").Number("torchreg", "optimum"), 1e-8);

    [Theory]
    [InlineData("glmnet.csv", "y.csv", "--dialect glmnet --lambda 0.2 --alpha 0.5 --standardize false", "per standard deviation")]
    [InlineData("liblinear.json", "kind.csv", "--dialect liblinear.s0 --C 0.7 --intercept free", "with the intercept penalized")]
    [InlineData("ridge.json", "y.csv", "--dialect sklearn.ElasticNet --alpha 2", "It is the optimum of sklearn.Ridge alpha=2")]
    public void A_model_that_is_the_optimum_of_another_reading_is_told_of_which(string file, string data, string words,
        string told)
    {
        var (status, output, _) = Certify.Run(["certify", Certify.Path(file), "--data", Certify.Path(data), .. words.Split(' ')]);
        Assert.Equal(0, status);
        Assert.DoesNotContain("\nOptimal: ", output);
        Assert.Contains(told, output);
    }

    [Fact]
    public void A_model_farther_than_allowed_fails()
    {
        string[] words =
            ["certify", Certify.Path("sgd.pt"), "--data", Certify.Path("y.csv"), "--dialect", "pytorch", "--weightDecay",
                "0.05"];
        Assert.Equal(1, Certify.Run([.. words, "--within", "1e-6"]).Status);
        Assert.Equal(0, Certify.Run([.. words, "--within", "0.5"]).Status);
    }

    [Theory]
    [InlineData("--dialect scikit-learn --alpha 0.1", "could be sklearn.Ridge, sklearn.Lasso")]
    [InlineData("--dialect kears --l1 0.1", "did you mean keras?")]
    [InlineData("--dialect sklearn.Ridge --l1 0.1", "sklearn.Ridge has no l1")]
    [InlineData("--dialect sklearn.Ridge --alpha -1", "alpha is '-1'")]
    [InlineData("--alpha 1", "--dialect is missing")]
    [InlineData("--dialect liblinear.s0 --C 1", "not for the loss squaredError")]
    [InlineData("--dialect sklearn.Ridge --alpha 1 --loss logistc", "did you mean logistic?")]
    [InlineData("--dialect sklearn.Ridge --alpha 1 --target z", "z")]
    [InlineData("--dialect sklearn.Ridge --alpha 1 --target x0", "no such column")]
    [InlineData("--dialect sklearn.Ridge --alpha 1 --intercept none", "has an intercept")]
    [InlineData("--dialect sklearn.Ridge --alpha 1 --intercept some", "free, penalized or none")]
    public void What_cannot_be_meant_is_refused_in_a_line(string words, string told) => Assert.Contains(told,
        Certify.Refused([Certify.Path("ridge.json"), "--data", Certify.Path("y.csv"), .. words.Split(' ')]));
}
