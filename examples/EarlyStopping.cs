#:project ../src/TorchReg
#:property UsesTorch=true

// Early stopping on the validation rows' data loss: a network on few digits, once to the end, once stopped with its best weights.
// dotnet run examples/EarlyStopping.cs [ROWS] [EPOCHS]
using TorchReg.Data;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

int Argument(int position, int otherwise) =>
    args.Length > position ? int.Parse(args[position], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
var digits = DrawnDigits.Split(Argument(0, 400), 4000);
using var train = Dataset.Of(digits.Train);
using var held = Dataset.Of(digits.Test);
using var validation = held.Select(arange(0, 2000, dtype: ScalarType.Int64));
using var test = held.Select(arange(2000, 4000, dtype: ScalarType.Int64));

var options = new TrainingOptions
{
    Epochs = Argument(1, 60),
    LearningRate = 0.002,
    Optimizer = (parameters, rate) => optim.Adam(parameters, rate),
};
Report("to the end", options);
Report("stopped early", options with { EarlyStopping = new() { Patience = 5 } });

void Report(string title, TrainingOptions options)
{
    using var model = new Mlp([784, 64, 64, 10], initialization: Initialization.Glorot, generator: new Generator(1));
    var history = new Trainer(model, Losses.CrossEntropy, options: options).Fit(train, validation);
    Console.WriteLine($"{title}: {history.Epochs.Count} epochs, the weights of epoch {history.RestoredEpoch}"
        + (history.StoppedEarly is { } reason ? $" ({reason})" : ""));
    Console.WriteLine($"  training    {history.Restored.Training}");
    Console.WriteLine($"  validation  {history.Restored.Validation}");
    Console.WriteLine($"  test        {Evaluation.Of(model, test, Losses.CrossEntropy)}");
}
