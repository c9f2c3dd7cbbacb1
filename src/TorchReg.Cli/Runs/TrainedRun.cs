using System.Text.Json.Nodes;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Cli.Runs;

/// <summary>A finished run of torchreg train.</summary>
sealed class TrainedRun : FinishedRun
{
    RunMetrics? metrics;

    internal TrainedRun(string folder) : base(RunFiles.OfFinished(folder))
    {
        Settings = TrainConfig.LoadResolved(Files.Config);
        CheckBelonging();
        Model = RunModel.Create(Settings, Input, CPU);
        ModelFile.Load(Model, Files.Model);
        CheckNumbers();
        Loss = RunParts.Loss(Settings.Loss, Input.Classes != null);
        Regularization = RunPenalties.Create(RunRefit.LastPenalties(Settings), Model);
    }

    internal TrainSettings Settings { get; }
    internal RunMetrics Metrics => metrics ??= JsonFile.Read<RunMetrics>(Files.Metrics);
    internal override JsonObject SettingsJson => Cli.Settings.SettingsJson.Of(Settings);

    internal override RunSummary Summary =>
        new(Metrics.Training, Metrics.Test, "test", Metrics.ExactZeros, Metrics.Weights, Metrics.Epochs);

    internal override nn.Module<Tensor, Tensor> Model { get; }
    internal override Loss Loss { get; }
    internal override Regularization? Regularization { get; }

    /// <summary>The run's own test rows.</summary>
    internal override (LedgerRecord Ledger, string Rows) Own()
    {
        using var data = Rows("give rows by --data");
        return (Judge(data.Test), FormattableString.Invariant($"{data.Test.Rows:N0} rows"));
    }

    /// <summary>All its rows, as they were when it was judged; the caller's.</summary>
    /// <param name="remedy">What to do where they are others.</param>
    internal RunData Rows(string remedy)
    {
        var data = RunRows.Load(Settings.Data);
        if (data.TestSha256 == Manifest.Test?.Sha256) return data;
        data.Dispose();
        throw new UserError(
            $"{Settings.Data.Source} is not what the run was judged by any more (its SHA-256 differs); {remedy}");
    }

    // A model beside another run's settings, or settings that were edited after the training, would be judged as what they are
    // not.
    void CheckBelonging()
    {
        var belongsTo = Manifest.BelongsTo;
        if (RunProvenance.ChangedSettings(Settings, belongsTo) is { Count: > 0 } changes)
            throw new OtherSettingsException(Files.Config, changes, "put back what the run was trained with");
        using var model = SafeTensors.Load(Files.Model);
        if (model.Metadata.GetValueOrDefault(RunModel.BelongsTo) != new Provenance(belongsTo).Digest)
            throw new InvalidDataException(
                $"{Files.Model} is not the model of this run (the digest in it is not that of {Files.Manifest}); put the run's " +
                "own back");
    }
}
