#:project ../src/TorchReg
#:property UsesTorch=true

// The lasso shrinks what it keeps; MCP, SCAD and the adaptive lasso hardly do. Known truth: 5 of 50 weights are not 0. Means over
// 20 draws, λ of each by cross-validation.   dotnet run examples/McpAgainstLasso.cs [DRAWS]
using System.Globalization;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Selection;
using TorchReg.Solvers;
using static System.FormattableString;

var draws = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20;
Console.Error.WriteLine($"fitting {draws} draws, some seconds");

(string Name, Func<LinearProblem, LinearProblem> Of)[] ways =
[
    ("lasso", problem => problem),
    // docs: begin
    ("adaptive lasso", problem => problem.Adapted(Chosen(problem))),
    ("MCP", problem => problem with { Penalty = new Mcp(1) }),
    ("SCAD", problem => problem with { Penalty = new Scad(1) }),
    // docs: end
];
var sums = ways.ToDictionary(way => way.Name, _ => (Bias: 0.0, Error: 0.0, False: 0.0));
for (var draw = 0; draw < draws; draw++)
{
    using var known = Synthetic.Regression(rows: 150, columns: 50, nonZero: 5, noise: 1, seed: 100UL + (ulong)draw);
    var truth = known.Weight.Cast<double>().ToArray();
    var problem = new LinearProblem(known.Data, Losses.HalfSquaredError);
    foreach (var (name, of) in ways)
    {
        var found = Chosen(of(problem)).Weight.data<double>().ToArray();
        var (bias, error, wrong) = sums[name];
        var shrunk = truth.Zip(found).Where(pair => pair.First != 0)
            .Average(pair => Math.Abs(pair.First) - Math.Sign(pair.First) * pair.Second);
        sums[name] = (bias + shrunk, error + Math.Sqrt(truth.Zip(found, (a, b) => (a - b) * (a - b)).Sum()),
            wrong + truth.Zip(found).Count(pair => pair.First == 0 && pair.Second != 0));
    }
}
Console.WriteLine("                bias of the 5    ‖ŵ − w‖    false weights");
foreach (var (name, (bias, error, wrong)) in sums)
    Console.WriteLine(Invariant($"{name,-15}{bias / draws,14:F3}{error / draws,11:F3}{wrong / draws,17:F1}"));
var (most, least) = (sums.MaxBy(way => way.Value.Bias), sums.MinBy(way => Math.Abs(way.Value.Bias)));
Console.WriteLine(
    Invariant($"\nthe {most.Key} shrinks the true weights by {most.Value.Bias / draws:F3} in the mean, {least.Key} by ") +
    Invariant($"{least.Value.Bias / draws:F3}; a fit that is not convex is a stationary point, as its certificate says."));

static LinearFit Chosen(LinearProblem problem)
{
    var folds = Folds.Random((int)problem.Data.Rows, 5, seed: 1);
    var cv = CrossValidation.Of(problem, new() { Folds = folds, Path = new() { Count = 30, Ratio = 0.01 } });
    return cv.Path.Fits[cv.Curve.MinIndex];
}
