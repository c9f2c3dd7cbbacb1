using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace TorchReg.Tests.Training;

/// <summary>What trainings and paths tell meters and loggers: the records' numbers, and nothing where nobody listens.</summary>
public sealed class TelemetryTests : IDisposable
{
    readonly Dataset rows = Synthetic.Regression(64, 6, 3, noise: 0.1, seed: 5).Data;

    public void Dispose() => rows.Dispose();

    History Trained(ILogger? logger = null, TrainingOptions? options = null, CancellationToken cancellation = default)
    {
        using var model = new LinearRegression(6);
        using var regularization = new Regularization(model, new L1(0.05), PenaltyMode.Proximal);
        options ??= new() { Epochs = 3, LearningRate = 0.05, BatchSize = 16 };
        return new Trainer(model, Losses.MeanSquaredError, regularization, options, logger)
            .Fit(rows, rows, cancellation: cancellation);
    }

    /// <summary>What this thread measures: other tests train at the same time.</summary>
    sealed class Collector : IDisposable
    {
        readonly MeterListener listener = new();
        readonly int thread = Environment.CurrentManagedThreadId;

        internal Collector()
        {
            listener.InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == Meters.Name) own.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<double>(Add);
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, state) => Add(instrument, value, tags, state));
            listener.Start();
        }

        readonly List<(string Name, double Value)> all = [];

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            if (Environment.CurrentManagedThreadId != thread) return;
            var words = string.Concat(tags.ToArray().Select(tag => $" {tag.Key}={tag.Value}"));
            all.Add((instrument.Name[(Meters.Name.Length + 1)..] + words, value));
        }

        internal double[] Of(string name) => [.. all.Where(one => one.Name == name).Select(one => one.Value)];

        public void Dispose() => listener.Dispose();
    }

    sealed class Lines(LogLevel least = LogLevel.Trace) : ILogger
    {
        internal List<(LogLevel Level, string Text, Exception? Exception)> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => All.Add((logLevel, formatter(state, exception), exception));
    }

    [Fact]
    public void Meters_have_the_numbers_of_the_records()
    {
        using var collector = new Collector();
        var history = Trained();
        Assert.Equal([1, 1, 1], collector.Of("training.epochs"));
        Assert.Equal([4, 4, 4], collector.Of("training.steps"));
        double[] Each(Func<EpochRecord, double> of) => [.. history.Epochs.Select(of)];
        Assert.Equal(
            Each(epoch => epoch.Training!.DataLoss), collector.Of("training.loss rows=training loss=mean squared error"));
        Assert.Equal(
            Each(epoch => epoch.Validation!.DataLoss), collector.Of("training.loss rows=validation loss=mean squared error"));
        Assert.Equal(Each(epoch => epoch.Training!.Penalty), collector.Of("training.penalty penalty=1 L1"));
        Assert.Equal(Each(epoch => epoch.Training!.Of(Metric.ExactZeros)!.Value), collector.Of("training.exact_zeros"));
        Assert.Equal(Each(epoch => epoch.LearningRate), collector.Of("training.learning_rate"));
        Assert.Equal(Each(epoch => epoch.Elapsed.TotalSeconds), collector.Of("training.epoch.duration"));
        Assert.Equal(Each(epoch => 4 / epoch.Elapsed.TotalSeconds), collector.Of("training.step_rate"));
    }

    [Fact]
    public void A_path_is_measured_and_logged_fit_by_fit()
    {
        using var collector = new Collector();
        var lines = new Lines();
        var path = RegularizationPath.Fit(
            new(rows, Losses.HalfSquaredError), new() { Lambdas = [0.5, 0.1, 0.02], Logger = lines });
        Assert.Equal([1, 1, 1], collector.Of("path.fits"));
        Assert.Equal(path.Lambdas, collector.Of("path.lambda"));
        Assert.Equal(path.Fits.Select(fit => (double)fit.NonZeros), collector.Of("path.non_zeros"));
        Assert.Equal(path.Fits.Select(fit => fit.Certificate.Loss), collector.Of("path.loss"));
        Assert.Equal(3, collector.Of("path.fit.duration").Length);
        Assert.Equal(
            [LogLevel.Debug, LogLevel.Debug, LogLevel.Debug, LogLevel.Information], lines.All.Select(line => line.Level));
        Assert.StartsWith("λ 0.1, 2 of 3: objective", lines.All[1].Text, StringComparison.Ordinal);
        Assert.EndsWith("; all λ were solved", lines.All[3].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_logger_is_told_of_the_beginning_each_epoch_and_the_end()
    {
        var lines = new Lines();
        var history = Trained(lines);
        Assert.Equal("training begins at epoch 1 of 3: mean squared error, closed form", lines.All[0].Text);
        Assert.StartsWith(
            $"epoch 2: {history.Epochs[1].Validation}; learning rate 0.05", lines.All[2].Text, StringComparison.Ordinal);
        Assert.Equal(
            "training ended after 3 epochs and 12 steps with the weights of epoch 3; all epochs were trained", lines.All[4].Text);
        Assert.All(lines.All, line => Assert.Equal(LogLevel.Information, line.Level));
    }

    [Fact]
    public void A_training_that_diverged_or_was_cancelled_is_logged_and_thrown()
    {
        var lines = new Lines(LogLevel.Warning);
        Assert.Throws<DivergenceException>(() => Trained(lines, new() { Epochs = 50, LearningRate = 1e20 }));
        var line = Assert.Single(lines.All);
        Assert.Equal((LogLevel.Error, true), (line.Level, line.Exception is DivergenceException));
        using var over = new CancellationTokenSource();
        over.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Trained(lines, cancellation: over.Token));
        Assert.Equal(
            (LogLevel.Warning, "training was cancelled in epoch 1 after 0 steps"), (lines.All[1].Level, lines.All[1].Text));
    }

    [Fact]
    public void What_nobody_listens_to_costs_no_byte()
    {
        var epoch = Trained().Epochs[^1];
        var path = RegularizationPath.Fit(new(rows, Losses.HalfSquaredError), new() { Lambdas = [0.1] });
        var quiet = new Lines(LogLevel.None);
        void All()
        {
            TrainingMeters.Measure(epoch, 4);
            PathMeters.Measure(path.Fits[0], TimeSpan.FromSeconds(1));
            TrainerLog.Epoch(quiet, 1, epoch.Training, 0.1, 1);
            PathLog.Fit(quiet, 0.1, 1, 1, path.Fits[0].Certificate);
        }

        for (var i = 0; i < 100; i++) All();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) All();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(quiet.All);
    }

    [TorchApi.StandInFact]
    public void Listening_makes_no_further_call_into_libtorch()
    {
        Trained();
        var silent = TorchApi.BorderTrafficTests.Calls(() => Trained());
        using var collector = new Collector();
        Assert.Equal(silent, TorchApi.BorderTrafficTests.Calls(() => Trained(new Lines())));
    }
}
