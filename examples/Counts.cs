#:project ../src/TorchReg
#:property UsesTorch=true

// How many calls an hour? Counts, with hours watched as an offset: the logarithm of the hours is added to every prediction and
// not fitted. A Poisson model by exact solvers beside least squares on the same rows, judged by the deviance on fresh rows.
// dotnet run examples/Counts.cs [ROWS]
using System.Globalization;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Selection;
using TorchReg.Solvers;
using static System.FormattableString;
using static TorchSharp.torch;

var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500;
const int Columns = 20;
double[] truth = [0.6, -0.5, 0.4];
var random = new Random(2);
var (calls, hours) = Drawn(rows);
var (fresh, freshHours) = Drawn(2000);
Console.Error.WriteLine("cross-validating, a second or more");

// docs: begin
var problem = new LinearProblem(calls, Losses.Poisson) { Offsets = hours.log() };
var cv = CrossValidation.Of(problem, new() { Folds = Folds.Random(rows, folds: 10, seed: 1), Path = new() { Count = 40 } });
Console.WriteLine(Invariant($"λ.min {cv.Curve.LambdaMin:G3}: {cv.Best}"));
var expected = cv.Best.Predict(fresh.Features, freshHours.log()).exp();
// docs: end
var found = cv.Best.Weight.data<double>().ToArray();
string Listed(IEnumerable<double> numbers) => string.Join(", ", numbers.Select(number => Invariant($"{number:F2}")));
Console.WriteLine($"weights {Listed(found.Take(3))} of {Listed(truth)}");

var squares = CrossValidation.Of(
    new LinearProblem(calls, Losses.HalfSquaredError), new() { Folds = Folds.Random(rows, folds: 10, seed: 1) });
var guessed = squares.Best.Predict(fresh.Features).clamp_min(0.01);
Console.WriteLine(
    Invariant($"mean deviance on fresh rows: Poisson {Deviance(expected):F3}, least squares {Deviance(guessed):F3}"));

double Deviance(Tensor mean)
{
    var (y, m) = (fresh.Targets.reshape(-1), mean.reshape(-1));
    return 2 * (y.xlogy(y) - y.xlogy(m) - y + m).mean().item<double>();
}

(Dataset Rows, Tensor Hours) Drawn(int count)
{
    var (x, y, watched) = (new double[count * Columns], new double[count], new double[count]);
    for (var i = 0; i < count; i++)
    {
        for (var j = 0; j < Columns; j++) x[i * Columns + j] = 2 * random.NextDouble() - 1;
        watched[i] = 1 + random.Next(8);
        y[i] = Poisson(watched[i] * Math.Exp(Enumerable.Range(0, truth.Length).Sum(j => truth[j] * x[i * Columns + j])));
    }
    return (new(tensor(x, [count, Columns]), tensor(y)), tensor(watched));
}

// Events of a process of rate 1 until the mean.
int Poisson(double mean)
{
    var count = -1;
    for (var time = 0.0; time < mean; count++) time -= Math.Log(1 - random.NextDouble());
    return Math.Max(0, count);
}
