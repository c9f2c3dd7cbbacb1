#:project ../src/TorchReg
#:project ../src/TorchReg.Figures
#:property UsesTorch=true

// λ of an L1 softmax classifier by cross-validation, with exact solvers: the curve, λ.min and λ.1se, and how far from the optimum
// each chosen fit provably is. Then the same question for a network, by random search.   dotnet run examples/ChooseLambda.cs
// [ROWS] [FILE.svg]
using System.Globalization;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Selection;
using TorchReg.Solvers;
using TorchSharp;
using static System.FormattableString;

var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 600;
using var digits = Dataset.Of(DrawnDigits.Draw(rows, seed: 1));
Console.Error.WriteLine("cross-validating 40 λ on 5 folds, some seconds");

// README: begin
var cv = CrossValidation.Of(new LinearProblem(digits, Losses.CrossEntropy), new()
{
    Folds = Folds.Stratified(digits.Classes(), folds: 5, seed: 1),
    Path = new() { Count = 40, Ratio = 0.02 },
});
Console.WriteLine(Invariant($"λ.min {cv.Curve.LambdaMin:G3}: {cv.Best}"));
Console.WriteLine(Invariant($"λ.1se {cv.Curve.LambdaOneStandardError:G3}: {cv.OneStandardError}"));
// README: end
if (args.Length > 1) SelectionFigures.Curve(cv).Save(args[1]);

var search = new ModelSearch(
    trial =>
    {
        var model = new Mlp([784, (int)trial["units"], 10], generator: new torch.Generator(1));
        return new(
            model,
            new Regularization(model, new L2(trial["lambda"])),
            new()
            {
                Epochs = 6,
                BatchSize = 50,
                LearningRate = trial["rate"],
                EvaluateTraining = false
            });
    }, Losses.CrossEntropy, score: ledger => 1 - ledger.Accuracy);
var trials = Trial.Random(
    6,
    seed: 3,
    ("lambda", Draw.LogUniform(1e-5, 1e-1)),
    ("rate", Draw.LogUniform(0.02, 0.5)),
    ("units", Draw.OneOf(16, 32)));
var result = search.Run(digits, Folds.Stratified(digits.Classes(), folds: 3, seed: 2), trials);
foreach (var tried in result.Results)
    Console.WriteLine(Invariant($"  {tried.Trial}: error {tried.Mean:P1} ± {tried.StandardError:P1}"));
Console.WriteLine(Invariant($"the best network: {result.Best.Trial}"));
