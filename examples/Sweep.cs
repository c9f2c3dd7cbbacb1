#:project ../src/TorchReg
#:property UsesTorch=true

// Forty models: every λ of a grid on every fold, those of a fold trained together as one product with its rows, each with its own
// penalty. The command line does the same from a file, on many processes or machines: torchreg sweep
// configs/digits-softmax-sweep.json dotnet run examples/Sweep.cs [ROWS] [EPOCHS]
using System.Globalization;
using TorchReg.Data;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int Argument(int position, int otherwise) => args.Length > position ? int.Parse(args[position]) : otherwise;
var (rows, epochs) = (Argument(0, 600), Argument(1, 40));
double[] lambdas = [.. Enumerable.Range(0, 8).Select(i => 0.1 * Math.Pow(10, -0.5 * i))];
const int FoldCount = 5;

using var digits = Dataset.Of(DrawnDigits.Split(rows, 1).Train);
Console.Error.WriteLine($"training every λ on every fold for {epochs} epochs, some seconds");
var losses = new double[lambdas.Length, FoldCount];
var zeros = new double[lambdas.Length];
foreach (var (f, fold) in Folds.Stratified(digits.Classes(), FoldCount, seed: 0).Index())
{
    var (train, held) = digits.Split(fold);
    using (train)
    using (held)
    {
        // Models of one stack share their batches; penalties are placed when the stack is made.
        var models = lambdas.Select(_ => new SoftmaxRegression(784, 10)).ToArray();
        using var stack = new ModelStack(models);
        var members = models.Select(
            (model, m) =>
                new StackMember(
                    new Regularization(model, new L1(lambdas[m]), PenaltyMode.Proximal),
                    new TrainingOptions
                    {
                        Epochs = epochs,
                        LearningRate = 0.5,
                        EvaluateTraining = false
                    }));
        new StackTrainer(stack, Losses.CrossEntropy, [.. members]).Fit(train);
        for (var m = 0; m < models.Length; m++)
        {
            losses[m, f] = Evaluation.Of(models[m], held, Losses.CrossEntropy).DataLoss;
            zeros[m] += models[m].Weight.eq(0).sum().to(TorchSharp.torch.ScalarType.Float64).item<double>() / FoldCount;
        }
    }
}

Console.WriteLine("λ         loss    ± s.e.  zeros");
foreach (var (m, lambda) in lambdas.Index())
{
    double[] of = [.. Enumerable.Range(0, FoldCount).Select(f => losses[m, f])];
    var error = Math.Sqrt(of.Sum(x => (x - of.Average()) * (x - of.Average())) / (FoldCount - 1) / FoldCount);
    Console.WriteLine($"{lambda,-9:0.#####} {of.Average():0.0000}  {error:0.0000}  {zeros[m]:0}");
}
