#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:property UsesTorch=true

// 5 of 100 columns matter. What cross-validation takes beside them, what stays when half of the rows decide again and again,
// and on average at most how many of those are wrong; then what the chosen λ is worth on new rows, and the model by its
// columns' names.
// dotnet run examples/StabilitySelection.cs [FILE.svg]
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Selection;
using TorchReg.Solvers;
using TorchSharp;
using static System.FormattableString;

Console.Error.WriteLine("cross-validating three times, then 100 subsamples: some seconds");
using var known = Synthetic.Regression(rows: 150, columns: 100, nonZero: 5, noise: 1, seed: 2);
using var data = new Dataset(known.Data.Features.clone(), known.Data.Targets.clone())
{
    FeatureNames = [.. Enumerable.Range(0, 100).Select(j => known.Weight[0, j] != 0 ? $"true{j}" : $"noise{j}")],
};

// README: begin
var problem = new LinearProblem(data, Losses.HalfSquaredError) { Standardize = true };
var cv = CrossValidation.Of(problem, new() { Repeats = 3 });
Console.WriteLine($"λ.min takes {cv.Best.ActiveFeatures} columns, λ.1se {cv.OneStandardError.ActiveFeatures}");
Console.WriteLine($"EBIC takes {CriterionChoice.Of(cv.Path).Best.ActiveFeatures}");

var stable = StabilitySelection.Of(problem, new() { Threshold = 0.75 });
Console.WriteLine($"stable: {stable}");
// README: end

var nested = NestedCrossValidation.Of(problem, new() { FoldCount = 5 });
Console.WriteLine(Invariant($"the curve's least {cv.Curve.Mean.Min():F3} is the best of many; of the whole procedure: {nested}"));

var model = LinearModel.Of(problem, RelaxedFit.Of(problem, cv.OneStandardError));
Console.WriteLine(model);
Console.WriteLine(Invariant($"the first row: {model.Predict(data)[0].ToDouble():F2}"));

if (args.Length > 0)
{
    var order = Enumerable.Range(0, 100).OrderByDescending(j => stable.Frequencies[j]).Take(15).ToArray();
    var bars = new Bars("", [.. order.Select(j => stable.Frequencies[j])]);
    new BarChart([.. order.Select(j => data.FeatureNames![j])], bars) { Title = "How often chosen" }.Save(args[0]);
}
