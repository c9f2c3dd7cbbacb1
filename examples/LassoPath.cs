#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:property UsesTorch=true

// The lasso path of a regression with 5 of 40 features that matter: which enter when, how each fit is certified, and what
// information criteria and a relaxed refit make of it.   dotnet run examples/LassoPath.cs [FILE.svg]
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Selection;
using TorchReg.Solvers;
using TorchSharp;
using static System.FormattableString;

using var known = Synthetic.Regression(rows: 120, columns: 40, nonZero: 5, noise: 1, seed: 2);

// README: begin
var problem = new LinearProblem(known.Data, Losses.HalfSquaredError) { Standardize = true };
var path = RegularizationPath.Fit(problem, new() { Count = 60, Ratio = 0.01 });
foreach (var (fit, i) in path.Fits.Select((fit, i) => (fit, i)).Where(pair => pair.i % 6 == 0))
    Console.WriteLine(
        Invariant($"λ {fit.Lambda:F4}  {fit.NonZeros,2} features  R² {path.ExplainedDeviance(fit):F3}  at most ") +
            FormattableString.Invariant($"{fit.Certificate.Gap:E1} above the optimum"));
// README: end

var diagnostics = InformationCriteria.Of(path);
var best = Enumerable.Range(0, path.Fits.Count).MinBy(i => diagnostics[i].Bic);
var chosen = path.Fits[best];
var relaxed = RelaxedFit.Of(problem, chosen);
Console.WriteLine(
    Invariant(
        $"BIC chooses λ {chosen.Lambda:F4} with {chosen.NonZeros} features; degrees of freedom ") +
        FormattableString.Invariant($"{diagnostics[best].DegreesOfFreedom:F0}"));
Console.WriteLine(
    Invariant($"error of the coefficients: lasso {Error(chosen):F3}, refitted without the penalty {Error(relaxed):F3}"));

// README: begin
// A day later with more rows: a fit begins at the coefficients of the one before, and a path at those where another ended.
using var more = Synthetic.Regression(rows: 150, columns: 40, nonZero: 5, noise: 1, seed: 2);
var grown = problem with { Data = more.Data };
var next = grown.Fit(chosen.Lambda, start: chosen);
var further = RegularizationPath.Fit(problem, new() { Lambdas = [0.005, 0.002] }, start: path.Fits[^1]);
// README: end
Console.WriteLine(Invariant($"begun at yesterday's: {next.Steps} steps, {grown.Fit(chosen.Lambda).Steps} from cold; {further}"));
if (args.Length > 0) SelectionFigures.Coefficients(path).Save(args[0]);

double Error(LinearFit fit) => (fit.Weight - torch.tensor(known.Weight)).norm().ToDouble();
