namespace TorchReg.Tests.Solvers;

// Laws: softmax paths in single and in double precision end within their bounds of the optimum, whatever a problem has.
public class ClassSolverTests
{
    const int Rows = 83, Columns = 12, Classes = 4;

    static LinearProblem Plain(double scale = 1)
    {
        var random = new Generator(6);
        var x = randn([Rows, Columns], ScalarType.Float64, generator: random);
        x += x.narrow(1, 0, 1) * 2;
        var z = x.narrow(1, 0, Classes) + randn([Rows, Classes], ScalarType.Float64, generator: random) * 2;
        return new(new(x * scale + scale, z.argmax(1)), Losses.CrossEntropy);
    }

    static LinearProblem Weighted(LinearProblem problem)
    {
        var weights = rand([Rows], ScalarType.Float64, generator: new(7));
        weights.narrow(0, 3, 9).zero_();
        return problem with { Data = new(problem.Data.Features, problem.Data.Targets, weights) };
    }

    static readonly Dictionary<string, Func<LinearProblem>> problems = new()
    {
        ["plain"] = () => Plain(),
        ["raw scales"] = () => Plain(1e4),
        ["weights, some of 0"] = () => Weighted(Plain()),
        ["no intercept"] = () => Plain() with { Intercept = false },
        ["elastic net"] = () => Plain() with { L1Ratio = 0.3 },
        ["standardized"] = () => Plain(30) with { Standardize = true },
        ["bounds"] = () => Plain() with
        {
            LowerBounds = [.. Enumerable.Range(0, Columns).Select(j => j % 3 == 0 ? 0 : -0.2)],
            UpperBounds = [.. Enumerable.Range(0, Columns).Select(j => j % 2 == 0 ? 0.3 : double.PositiveInfinity)],
        },
        ["penalty factors"] = () => Plain() with
        { PenaltyFactors = [.. Enumerable.Range(0, Columns).Select(j => 0.5 + j % 3)] },
        ["offsets"] = () => Plain() with
        { Offsets = randn([Rows, Classes], ScalarType.Float64, generator: new(8)) },
        ["ridge"] = () => Plain() with { L1Ratio = 0 },
        ["groups"] = () => Plain() with { GroupFeatures = true },
        ["groups beside offsets"] = () => Weighted(Plain()) with
        { GroupFeatures = true, Offsets = randn([Rows, Classes], ScalarType.Float64, generator: new(8)) },
        ["two classes"] = () => Plain() with { Data = new(Plain().Data.Features, Plain().Data.Targets.remainder(2)) },
    };

    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (var name in problems.Keys)
            foreach (var isSingle in new[] { true, false }) cases.Add(name, isSingle);
        return cases;
    }

    [Theory, InlineData("bounds", false), InlineData("ridge", true), InlineData("groups beside offsets", true)]
    public void Some_paths_are_within_their_bounds(string name, bool isSingle) =>
        A_path_is_within_its_bounds_of_the_optimum(name, isSingle);

    [Theory, MemberData(nameof(Cases)), Trait("Speed", "Slow")]
    public void A_path_is_within_its_bounds_of_the_optimum(string name, bool isSingle)
    {
        var problem = problems[name]();
        SolverOptions options = isSingle ? new() { GapTolerance = 1e-5, DistanceTolerance = 1e-4 } : new();
        var path = RegularizationPath.Fit(problem, new() { Count = 15, Ratio = 0.005, EndEarly = false, Solver = options });
        var exact = new SolverOptions { GapTolerance = 1e-11, DistanceTolerance = 1e-9 };
        var optima = RegularizationPath.Fit(problem, new() { Lambdas = path.Lambdas, Solver = exact }).Fits;
        foreach (var (fit, best) in path.Fits.Zip(optima))
        {
            Assert.True(fit.Converged && best.Converged, $"{fit}; {best}");
            var excess = fit.Certificate.Objective - best.Certificate.Objective;
            Assert.InRange(excess, -best.Certificate.Gap!.Value - 1e-13, fit.Certificate.Gap!.Value + 1e-13);
        }
    }
}
