// A classifier of digits with an L1 penalty, whose zeros are exact. Your own rows: CsvFile.Read("rows.csv").Data.
using TorchReg.Data;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;

var digits = DrawnDigits.Split(1000, 1000);
using var train = Dataset.Of(digits.Train);
using var test = Dataset.Of(digits.Test);

using var model = new SoftmaxRegression(784, 10);
using var regularization = new Regularization(model, new L1(0.002), PenaltyMode.Proximal);
var options = new TrainingOptions { Epochs = 60, BatchSize = 250, LearningRate = 0.2 };

using var progress = new ConsoleProgress(options.Epochs);
var history = new Trainer(model, Losses.CrossEntropy, regularization, options).Fit(train, progress: progress);

Console.WriteLine(history.ToTable(most: 6));
Console.WriteLine($"test: {Evaluation.Of(model, test, Losses.CrossEntropy, regularization)}");
