#:project ../src/TorchReg
#:property UsesTorch=true

// "Has it converged?" For a convex objective the certificate answers: the distance of −∇loss to the penalty's subdifferential,
// 0 exactly at the optimum. The same problem by proximal steps, by subgradient steps and by Adam, for more and more epochs.
// dotnet run examples/Certificate.cs [EPOCHS]
using System.Security.Cryptography;
using TorchReg.Data;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

var most = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 1000;
using var digits = Dataset.Of(DrawnDigits.Draw(500, seed: 0));
using var train = new Dataset(digits.Features.to(ScalarType.Float64), digits.Targets.clone());

Console.WriteLine("epochs  method                    objective    certificate  exact zeros");
for (var epochs = Math.Max(1, most / 100); epochs <= most; epochs *= 10)
{
    Report(epochs, "SGD, proximal steps", PenaltyMode.Proximal, (p, rate) => optim.SGD(p, rate), 0.5);
    Report(epochs, "SGD, subgradient steps", PenaltyMode.Gradient, (p, rate) => optim.SGD(p, rate), 0.5);
    Report(epochs, "Adam, proximal steps", PenaltyMode.Proximal, (p, rate) => optim.Adam(p, rate), 0.01);
}

void Report(
    int epochs,
    string method,
    PenaltyMode mode,
    Func<IEnumerable<TorchSharp.Modules.Parameter>, double, optim.Optimizer> make,
    double rate)
{
    using var model = new SoftmaxRegression(784, 10).to(ScalarType.Float64);
    using var regularization = new Regularization(model, new L1(0.005), mode);
    var options = new TrainingOptions
    {
        Epochs = epochs,
        BatchSize = 500,
        LearningRate = rate,
        Optimizer = make,
        EvaluateTraining = false
    };
    new Trainer(model, Losses.CrossEntropy, regularization, options).Fit(train);
    var ledger = Evaluation.Of(model, train, Losses.CrossEntropy, regularization);
    var certificate = Certificate.Of(model, train, Losses.CrossEntropy, regularization);
    var bits = Convert.ToHexStringLower(SHA256.HashData(model.Weight.bytes))[..8];
    Console.WriteLine(
        FormattableString.Invariant(
        $"{epochs,6}  {method,-24}  {ledger.Total,9:F7}  {certificate.Distance,11:E2}  ") +
        FormattableString.Invariant($"{ledger.Metrics[Metric.ExactZeros],11:F0}  weights {bits}"));
}
