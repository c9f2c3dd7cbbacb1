#:project ../src/TorchReg
#:project ../src/TorchReg.TensorBoard
#:property UsesTorch=true

// Three trainings beside each other in TensorBoard, of λ = 0, 0.001 and 0.01, while they run.
// dotnet run examples/EventFiles.cs [FOLDER] [EPOCHS], then tensorboard --logdir FOLDER
using TorchReg.Data;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.TensorBoard;
using TorchReg.Training;
using static TorchSharp.torch;

var runs = args.Length > 0 ? args[0] : "runs/lambda";
var epochs = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 20;
var digits = DrawnDigits.Split(1000, 500);
using var train = Dataset.Of(digits.Train);
using var validation = Dataset.Of(digits.Test);

foreach (var lambda in new[] { 0, 0.001, 0.01 })
{
    var folder = Path.Combine(runs, FormattableString.Invariant($"lambda-{lambda}"));
    using var model = new Mlp([784, 32, 10], initialization: Initialization.Glorot, generator: new Generator(1));
    using var regularization = new Regularization(model, new L1(lambda), PenaltyMode.Proximal);
    var trainer = new Trainer(
        model, Losses.CrossEntropy, regularization, new TrainingOptions { Epochs = epochs, LearningRate = 0.1 });
    // docs: begin
    using var file = EventFile.Create(folder);
    file.Hyperparameters(new Dictionary<string, object> { ["lambda"] = lambda, ["optimizer"] = "sgd" });
    var history = trainer.Fit(train, validation, new TrainingEvents(file, model) { WeightsEvery = 5 });
    file.End();
    // docs: end
    Console.WriteLine($"{folder}: {history.Restored.Validation}");
}
