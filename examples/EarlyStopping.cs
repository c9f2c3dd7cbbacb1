#:project ../src/TorchReg
#:property UsesTorch=true

// Early stopping on the validation rows' data loss: a network on few digits, once to the end, once stopped with its best weights.
// dotnet run examples/EarlyStopping.cs [ROWS] [EPOCHS]
using TorchReg.Data;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using static TorchSharp.torch;

int Argument(int position, int otherwise) =>
    args.Length > position ? int.Parse(args[position], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
var (rows, epochs) = (Argument(0, 400), Argument(1, 60));
var digits = DrawnDigits.Split(rows, 4000);
using var train = Dataset.Of(digits.Train);
using var held = Dataset.Of(digits.Test);
using var validation = held.Select(arange(0, 2000, dtype: ScalarType.Int64));
using var test = held.Select(arange(2000, 4000, dtype: ScalarType.Int64));
Console.Error.WriteLine($"training two networks for up to {epochs} epochs, some seconds");

Report("to the end", null);
Report("stopped early", new EarlyStopping { Patience = 5 });

void Report(string title, EarlyStopping? earlyStopping)
{
    // README: begin
    using var model = new Mlp([784, 64, 64, 10], initialization: Initialization.Glorot, generator: new Generator(1));
    using var regularization = new Regularization(model, new L1(1e-5), PenaltyMode.Proximal);
    var trainer = new Trainer(model, Losses.CrossEntropy, regularization, new TrainingOptions
    {
        Epochs = epochs,
        LearningRate = 0.002,
        Optimizer = (parameters, rate) => optim.Adam(parameters, rate),
        EarlyStopping = earlyStopping,
    });
    var history = trainer.Fit(train, validation);
    Console.WriteLine(
        $"{title}: {history.Epochs.Count} epochs, the weights of epoch {history.RestoredEpoch} {history.StopReason}");
    Console.WriteLine($"  training    {history.Restored.Training}");
    Console.WriteLine($"  validation  {history.Restored.Validation}");
    Console.WriteLine($"  test        {Evaluation.Of(model, test, Losses.CrossEntropy, regularization)}");
    // README: end
}
