using System.Diagnostics;
using TorchReg.Cli.Compare;
using TorchReg.Cli.Config;
using TorchReg.Cli.Config.Train;
using TorchReg.Cli.Errors;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Storage;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Cli.Runs;

/// <summary>Trains a run, from the start or from its last checkpoint, and fills its folder. Data and model are made before the folder is touched.</summary>
sealed class TrainRunner : IDisposable
{
    readonly TrainSettings settings;
    readonly Device device;
    readonly RunData data;
    readonly nn.Module<Tensor, Tensor> model;
    readonly Regularization? regularization;
    readonly Loss loss;

    internal TrainRunner(TrainSettings settings)
    {
        this.settings = settings = settings with { Data = settings.Data with { Source = Rooted(settings.Data.Source) } };
        data = RunDataSource.Load(settings.Data);
        device = ComputeDevice.Prepare(settings.Training, RunModel.Weights(settings.Model, data.Encoding));
        model = RunModel.Create(settings, data.Encoding, device);
        loss = RunParts.Loss(settings.Loss, data.Encoding.Classes != null);
        regularization = RunParts.Penalties(settings.Penalties, model);
    }

    internal RunMetrics Run(RunFolder folder, bool resume, ITrainScreen screen, CancellationToken cancellation)
    {
        var files = folder.Files;
        if (resume) CheckManifest(files);
        else Begin(files);
        screen.Begin(data, settings);
        Stopwatch? watch = null;
        var progress = new HistoryWriter(files.History, screen);
        var options = RunParts.Options(settings) with
        {
            AfterStep = _ => { if (watch == null) { watch = Stopwatch.StartNew(); screen.FirstStep(SinceStart()); } },
            Checkpoints = new(files.Checkpoints)
            {
                EverySteps = settings.Checkpoints.EverySteps,
                Every = TimeSpan.FromSeconds(settings.Checkpoints.EverySeconds),
                Keep = settings.Checkpoints.Keep,
                Resume = resume,
                Notice = screen.Notice,
            },
        };
        var (train, validation) = (data.Train.To(device), data.Validation?.To(device));
        var history = new Trainer(model, loss, regularization, options).Fit(train, validation, progress, cancellation);
        return Finish(files, history, train, validation, watch?.Elapsed ?? TimeSpan.Zero);
    }

    void Begin(RunFiles files)
    {
        WholeFile.Write(files.Manifest, SettingsJson.Text(SettingsJson.Of(RunManifest.Of(settings, data, model))));
        WholeFile.Write(files.Input, SettingsJson.Text(SettingsJson.Of(data.Encoding)));
        // Last: a folder with a config.json can be resumed.
        WholeFile.Write(files.Config, SettingsJson.Text(SettingsJson.Of(settings)));
    }

    void CheckManifest(RunFiles files)
    {
        var manifest = JsonFile.Read<RunManifest>(files.Manifest);
        if (manifest.Train.Sha256 != data.TrainSha256 || manifest.Test.Sha256 != data.TestSha256 || manifest.Validation?.Sha256 != data.ValidationSha256)
            throw new UserError($"{files.Folder}: the data are not those that the run began with ({data.Source}); put them back, or begin a new run");
        WholeFile.Write(files.Manifest, SettingsJson.Text(SettingsJson.Of(manifest with { Resumed = [.. manifest.Resumed, DateTimeOffset.Now] })));
    }

    RunMetrics Finish(RunFiles files, History history, Data.Dataset train, Data.Dataset? validation, TimeSpan took)
    {
        WholeFile.Write(files.History, HistoryCsv.Of(history.Epochs));
        using var onHost = NewDisposeScope();
        ModelFile.Save(model, files.Model, new Dictionary<string, string> { ["format"] = "pt" });
        ModelFile.Save(model, files.TorchSharpModel);
        var weights = model.named_parameters().Where(p => p.parameter.Dimensions > 1).Select(p => p.parameter).ToArray();
        var metrics = new RunMetrics
        {
            Epochs = history.Epochs.Count,
            RestoredEpoch = history.RestoredEpoch,
            StoppedEarly = history.StoppedEarly,
            Objective = history.Objective,
            Training = LedgerRecord.Of(Evaluation.Of(model, train, loss, regularization)),
            Validation = validation == null ? null : LedgerRecord.Of(Evaluation.Of(model, validation, loss, regularization)),
            Test = LedgerRecord.Of(Evaluation.Of(model, data.Test.To(device), loss, regularization)),
            ExactZeros = weights.Sum(w => w.eq(0).sum().ToInt64()),
            Weights = weights.Sum(w => w.numel()),
            Seconds = took.TotalSeconds,
        };
        WholeFile.Write(files.Metrics, SettingsJson.Text(SettingsJson.Of(metrics)));
        return metrics;
    }

    // A run may be gone on with from another folder.
    static string Rooted(string source) => File.Exists(source) || Directory.Exists(source) ? Path.GetFullPath(source) : source;

    static TimeSpan SinceStart()
    {
        using var process = Process.GetCurrentProcess();
        return DateTime.Now - process.StartTime;
    }

    public void Dispose()
    {
        regularization?.Dispose();
        model.Dispose();
        data.Dispose();
    }
}
