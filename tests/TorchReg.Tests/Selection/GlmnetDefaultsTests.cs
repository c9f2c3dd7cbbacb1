using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TorchReg.Tests.Selection;

/// <summary>A problem of scikit-learn's data with what glmnet gives by default.</summary>
sealed record GlmnetDefault(string Data, string Family, double Alpha, bool Standardize, double[] Lambdas, double[] Objectives)
{
    static readonly string folder = Path.Combine(Repository.Root, "tests", "TorchReg.Tests", "Selection", "TrueByDefault");

    internal static readonly GlmnetDefault[] All = JsonSerializer.Deserialize<GlmnetDefault[]>(
        File.ReadAllText(Path.Combine(folder, "glmnet.json")), new JsonSerializerOptions(JsonSerializerDefaults.Web))!;

    /// <summary>Of classes with many numbers, which take seconds.</summary>
    [JsonIgnore]
    internal bool IsLarge => Data is "digits" || Data is "breast_cancer" or "diabetes" && Alpha < 1 || Family is "grouped";

    internal string Name => FormattableString.Invariant($"{Data} {Family} {Alpha}{(Standardize ? " standardized" : "")}");

    /// <summary>The same in TorchReg: λ and ρ in its unit.</summary>
    internal (LinearProblem Problem, double[] Lambdas) InTorchReg()
    {
        double[][] rows = [.. File.ReadLines(Path.Combine(folder, Data + ".csv"))
            .Select(line => line.Split(',').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray())];
        var p = rows[0].Length - (Data == "linnerud" ? 3 : 1);
        var outputs = Family == "mgaussian" ? 3 : 1;
        var x = tensor(rows.SelectMany(row => row[..p]).ToArray(), [rows.Length, p]);
        double[] first = [.. rows.Select(row => Data == "iris" && Family == "binomial" ? row[p] > 1 ? 1 : 0 : row[p])];
        var loss = Family switch
        {
            "binomial" => Losses.BinaryCrossEntropy,
            "multinomial" or "grouped" => Losses.CrossEntropy,
            "poisson" => Losses.Poisson,
            _ => Losses.HalfSquaredError,
        };
        var y = Family is "binomial" or "multinomial" or "grouped" ? tensor(Array.ConvertAll(first, v => (long)v))
            : tensor(rows.SelectMany(row => row[p..(p + outputs)]).ToArray(), [rows.Length, outputs]);
        // glmnet divides a gaussian y by its deviation: of its λ the quadratic part has λ/deviation.
        var unit = Family == "gaussian" ? y.std(unbiased: false).ToDouble() : 1;
        var sum = Alpha + (1 - Alpha) / unit;
        return (new(new(x, y), loss)
        {
            L1Ratio = Alpha / sum,
            Standardize = Standardize,
            GroupFeatures = Family is "grouped" or "mgaussian",
        }, [.. Lambdas.Select(lambda => lambda * sum)]);
    }

    internal void IsNeverWorseAndNeverShorter()
    {
        var (problem, lambdas) = InTorchReg();
        using var data = problem.Data;
        var path = RegularizationPath.Fit(problem, new() { Lambdas = lambdas });
        // glmnet's own threshold, which it is often far within by luck; ours is bounded by 1e-7 of what is explained.
        var (slack, spread) = (1e-7, path.NullLoss - path.SaturatedLoss);
        foreach (var (fit, objective) in path.Fits.Zip(Objectives))
        {
            Assert.True(fit.Converged, $"{Name}: {fit}");
            Assert.True(fit.Certificate.Objective <= objective + slack * spread, FormattableString.Invariant(
                $"{Name}: {fit} and glmnet's {objective:R}, {(fit.Certificate.Objective - objective) / spread:E2} above"));
        }
        if (Alpha == 0) return;
        var own = RegularizationPath.Fit(problem, new() { Count = 40 });
        if (own.Fits.Count >= Lambdas.Length) return;
        // glmnet's rule looks at gains of 1e-5, and its own error may look like one: then the optimum's path decides.
        var exact = RegularizationPath.Fit(
            problem, new() { Count = 40, Solver = new() { GapTolerance = 1e-12, DistanceTolerance = 1e-10 } });
        Assert.True(own.Fits.Count >= exact.Fits.Count, $"{Name}: {own} instead of {exact} and glmnet's {Lambdas.Length} λ");
    }

    internal void ChoosesWhatTheOptimumDoes()
    {
        var (problem, lambdas) = InTorchReg();
        using var data = problem.Data;
        var folds = Folds.Given([.. Enumerable.Range(0, (int)data.Rows).Select(i => i % 5)]);
        CrossValidation Choose(SolverOptions solver) =>
            CrossValidation.Of(problem, new()
            { Folds = folds, Threads = 1, Path = new() { Lambdas = lambdas, Solver = solver } });
        var fast = Choose(new PathOptions().Solver).Curve;
        var truth = Choose(new() { GapTolerance = 1e-12, DistanceTolerance = 1e-10 }).Curve;
        Assert.True(truth.LambdaMin == fast.LambdaMin, $"{Name}: {fast} instead of {truth}");
        Assert.True(truth.LambdaOneStandardError == fast.LambdaOneStandardError, $"{Name}: {fast} instead of {truth}");
    }
}

// Agreement: what the defaults give is no worse than what glmnet's defaults give, at any λ of its own.
public class GlmnetDefaultsTests
{
    public static TheoryData<string> Names => [.. GlmnetDefault.All.Where(one => !one.IsLarge).Select(one => one.Name)];

    [Theory, Trait("Speed", "Slow"), MemberData(nameof(Names))]
    public void Objectives_are_no_worse_and_paths_no_shorter(string name) =>
        GlmnetDefault.All.Single(one => one.Name == name).IsNeverWorseAndNeverShorter();
}

[Trait("Speed", "Slow")]
public class LargeGlmnetDefaultsTests
{
    public static TheoryData<string> Names => [.. GlmnetDefault.All.Where(one => one.IsLarge).Select(one => one.Name)];

    public static TheoryData<string> Chosen => [.. GlmnetDefault.All.Where(one => !one.IsLarge && one.Alpha > 0)
        .Select(one => one.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Objectives_are_no_worse_and_paths_no_shorter(string name) =>
        GlmnetDefault.All.Single(one => one.Name == name).IsNeverWorseAndNeverShorter();

    [Theory, MemberData(nameof(Chosen))]
    public void The_defaults_choose_what_the_optimum_does(string name) =>
        GlmnetDefault.All.Single(one => one.Name == name).ChoosesWhatTheOptimumDoes();
}
