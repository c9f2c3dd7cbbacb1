#:project ../src/TorchReg
#:property UsesTorch=true

// A training and a path that are watched: by a logger, by meters and by progress. dotnet run examples/Telemetry.cs
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using TorchReg;
using TorchReg.Data;
using TorchReg.Models;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Selection;
using TorchReg.Solvers;
using TorchReg.Training;

using var problem = Synthetic.Regression(400, 20, 5, seed: 1);
var (train, validation) = problem.Data.Split(0.75, 1);
using var model = new LinearRegression(20);
using var regularization = new Regularization(model, new L1(0.05), PenaltyMode.Proximal);
var options = new TrainingOptions { Epochs = 5, LearningRate = 0.02 };
ILogger logger = new ConsoleLines();

// docs/meters.md: begin
using var listener = new MeterListener
{
    InstrumentPublished = (instrument, own) =>
    {
        if (instrument.Meter.Name == Meters.Name) own.EnableMeasurementEvents(instrument);
    },
};
listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
    Console.WriteLine(FormattableString.Invariant($"{instrument.Name} {value:G4} {instrument.Unit}")));
listener.Start();
// docs/meters.md: end

// docs/logging.md: begin
var trainer = new Trainer(model, Losses.MeanSquaredError, regularization, options, logger);
using (var progress = new ConsoleProgress(options.Epochs)) trainer.Fit(train, validation, progress);
var path = RegularizationPath.Fit(
    new LinearProblem(train, Losses.HalfSquaredError),
    new() { Count = 5, Logger = logger, Progress = new Progress<PathProgress>(done => { /* done.Remaining */ }) });
// docs/logging.md: end
Console.WriteLine(path);

sealed class ConsoleLines : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Console.WriteLine($"{logLevel} {eventId.Id}: {formatter(state, exception)}");
}
