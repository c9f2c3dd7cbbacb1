#:project ../src/TorchReg
#:property UsesTorch=true

// Who fails earlier, and why? Times of 400 machines, a part of them still running at the end (censored), 30 measurements of
// which 3 matter. A Cox model with an L1 penalty: λ by cross-validation, each fit with its certificate; then relative risks, and
// the share of pairs that fresh machines fail in the predicted order (concordance).   dotnet run examples/Survival.cs [ROWS]
using System.Globalization;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Selection;
using TorchReg.Solvers;
using TorchReg.Training;
using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 400;
const int Columns = 30;
double[] truth = [0.9, -0.7, 0.5];
var random = new Random(1);
using var machines = Drawn(rows);
using var fresh = Drawn(1000);
Console.Error.WriteLine("cross-validating, a second or more");

// docs: begin
// Targets are two columns: the time, and 1 for a failure, 0 where the machine was still running then.
var problem = new LinearProblem(machines, Losses.Cox) { Standardize = true };
var cv = CrossValidation.Of(problem, new() { Folds = Folds.Random(rows, folds: 10, seed: 1), Path = new() { Count = 40 } });
var fit = cv.OneStandardError;
Console.WriteLine(Invariant($"λ.1se {fit.Lambda:G3}: {fit}"));
// docs: end
var weights = fit.Weight.data<double>().ToArray();
foreach (var (weight, j) in weights.Select((weight, j) => (weight, j)).Where(column => column.weight != 0))
    Console.WriteLine(Invariant($"x{j}: {weight:F2}{(j < 3 ? $" of {truth[j]:F2}" : "")}, ") +
        Invariant($"the risk times {Math.Exp(weight):F2} for each unit"));

// docs: begin
var baseline = BaselineHazard.Of(problem, fit);
var risks = fit.Predict(fresh.Features);
Console.WriteLine(Invariant($"half of machines like the first run for {baseline.Median(risks[0, 0].ToDouble()):F2} or longer; ") +
    Invariant($"{baseline.Survival(risks, 1).mean().ToDouble():P0} of all run for longer than 1"));
// docs: end

using var model = nn.Linear(Columns, 1, hasBias: false, dtype: ScalarType.Float64);
using (no_grad()) model.weight!.copy_(fit.Weight);
var concordance = Evaluation.Of(model, fresh, Losses.Cox).Metrics[Metric.Concordance];
Console.WriteLine(Invariant($"On fresh machines {concordance:P1} of the pairs fail in the order of risk"));

// Times are exponential with the rate exp(x·w), seen for as long as another exponential time lasts.
Dataset Drawn(int count)
{
    var x = new double[count * Columns];
    var targets = new double[count * 2];
    for (var i = 0; i < count; i++)
    {
        for (var j = 0; j < Columns; j++) x[i * Columns + j] = Normal();
        var rate = Math.Exp(Enumerable.Range(0, truth.Length).Sum(j => truth[j] * x[i * Columns + j]));
        var (failure, end) = (-Math.Log(1 - random.NextDouble()) / rate, -2 * Math.Log(1 - random.NextDouble()));
        (targets[2 * i], targets[2 * i + 1]) = (Math.Min(failure, end), failure <= end ? 1 : 0);
    }
    return new(tensor(x, [count, Columns]), tensor(targets, [count, 2]));
}

double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
