using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Storage;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Cli.Runs;

/// <summary>A finished run's model with all that it needs to predict and to be judged, on the CPU.</summary>
sealed class TrainedRun : IDisposable
{
    internal TrainedRun(string folder)
    {
        Files = RunFiles.Finished(folder);
        Settings = TrainConfig.LoadResolved(Files.Config);
        Input = InputFile.Read(Files.Input);
        CheckBelonging();
        Model = RunModel.Create(Settings, Input, CPU);
        ModelFile.Load(Model, Files.Model);
        CheckNumbers();
        Loss = RunParts.Loss(Settings.Loss, Input.Classes != null);
        Regularization = RunPenalties.Create(Settings.Penalties, Model);
    }

    // A model beside another run's settings, or settings that were edited after the training, would be judged as what they are
    // not.
    void CheckBelonging()
    {
        var belongsTo = JsonFile.Read<RunManifest>(Files.Manifest).BelongsTo;
        if (RunProvenance.ChangedSettings(Settings, belongsTo) is { Count: > 0 } changes)
            throw new ForeignWorkException(Files.Config, changes, "put back what the run was trained with");
        using var model = SafeTensors.Load(Files.Model);
        if (model.Notes.GetValueOrDefault(RunModel.BelongsTo) != new Provenance(belongsTo).Digest)
            throw new InvalidDataException(
                $"{Files.Model} is not the model of this run (the digest in it is not that of {Files.Manifest}); put the run's " +
                "own back");
    }

    // Of a run that diverged, or of a damaged file: every answer would be NaN.
    void CheckNumbers()
    {
        using var scope = NewDisposeScope();
        foreach (var (name, weights) in Model.state_dict())
            if (weights.is_floating_point() && weights.isfinite().logical_not().sum().ReadInt64() is > 0 and var bad)
                throw new InvalidOperationException(
                    $"{Files.Model}: {bad} of {weights.numel()} numbers of '{name}' are NaN or infinite, and so is all that " +
                    "the model says; train again");
    }

    internal RunFiles Files { get; }
    internal TrainSettings Settings { get; }
    internal InputEncoding Input { get; }
    internal nn.Module<Tensor, Tensor> Model { get; }
    internal Loss Loss { get; }
    internal Regularization? Regularization { get; }

    /// <summary>Whether classes are predicted by probabilities; else by scores, as a hinge loss does.</summary>
    internal bool HasProbabilities => Loss.Expected != null;

    /// <summary>Probabilities or scores of classes, n × classes, or numbers (their mean), n × 1; the caller's.</summary>
    internal Tensor Predict(Dataset rows)
    {
        using var scope = NewDisposeScope();
        var output = Evaluation.Predict(Model, rows);
        return (Loss.Expected?.Invoke(output) ?? output)
            .to(ScalarType.Float64)
            .MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Regularization?.Dispose();
        Model.Dispose();
    }
}
