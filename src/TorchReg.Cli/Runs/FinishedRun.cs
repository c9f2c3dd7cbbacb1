using System.Text.Json.Nodes;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Settings;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Cli.Runs;

/// <summary>A finished run's model with all that it needs to predict and to be judged, on the CPU, whoever made it.</summary>
abstract class FinishedRun(RunFiles files) : IDisposable
{
    /// <summary>The run of a folder: a training's, or a choice's of λ.</summary>
    internal static FinishedRun Open(string folder) =>
        RunFiles.OfFinished(folder).IsChoice ? new ChosenRun(folder) : new TrainedRun(folder);

    internal RunFiles Files => files;
    internal RunManifest Manifest { get; } = JsonFile.Read<RunManifest>(files.Manifest);
    internal InputEncoding Input { get; } = InputFile.Read(files.Input);
    internal abstract nn.Module<Tensor, Tensor> Model { get; }
    internal abstract Loss Loss { get; }
    internal virtual Regularization? Regularization => null;

    /// <summary>The hazard of Cox regression that rows have in common, where it is kept.</summary>
    internal virtual Selection.BaselineHazard? Baseline => null;

    /// <summary>Whether classes are predicted by probabilities; else by scores, as a hinge loss does.</summary>
    internal bool HasProbabilities => Loss.Expected != null;

    /// <summary>Probabilities or scores of classes, n × classes, or numbers (their mean), n × 1; the caller's.</summary>
    internal Tensor Predict(Dataset rows)
    {
        using var scope = NewDisposeScope();
        var output = Evaluation.Predict(Model, rows).to(ScalarType.Float64);
        return OfClasses(Loss.Expected?.Invoke(output) ?? output).MoveToOuterDisposeScope();
    }

    // One output of two classes speaks for the second.
    Tensor OfClasses(Tensor expected) => Input.Classes is not { Count: 2 } || expected.shape[1] != 1 ? expected
        : HasProbabilities ? cat([expected.neg().add(Scalars.Of(1), Scalars.One), expected], 1)
        : cat([expected.neg(), expected], 1);

    /// <summary>What the model comes to on rows with known answers.</summary>
    internal LedgerRecord Judge(Dataset rows)
    {
        using var fitting = Loss.Target == TargetKind.Binary && rows.Targets.dtype == ScalarType.Int64 ? Binary(rows) : null;
        return LedgerRecord.Of(Model, fitting ?? rows, Loss, Regularization);
    }

    // Indices of two classes as a binary loss takes them.
    static Dataset Binary(Dataset rows)
    {
        using var scope = NewDisposeScope();
        var targets = rows.Targets.to(ScalarType.Float64).unsqueeze(1);
        var weights = rows.Weights?.alias();
        return rows.Stored is { } stored ? new(stored.Share(), targets, weights) : new(rows.Features.alias(), targets, weights);
    }

    /// <summary>All its settings.</summary>
    internal abstract JsonObject SettingsJson { get; }

    /// <summary>What came out of it.</summary>
    internal abstract RunSummary Summary { get; }

    /// <summary>What it came to on rows of its own that it had not learned from, and what those are.</summary>
    internal abstract (LedgerRecord Ledger, string Rows) Own();

    // Of a run that diverged, or of a damaged file: every answer would be NaN.
    private protected void CheckNumbers()
    {
        using var scope = NewDisposeScope();
        foreach (var (name, weights) in Model.state_dict())
            if (weights.is_floating_point() && weights.isfinite().logical_not().sum().ReadInt64() is > 0 and var bad)
                throw new InvalidOperationException(
                    $"{Files.Model}: {bad} of {weights.numel()} numbers of '{name}' are NaN or infinite, and so is all that " +
                    "the model says; train again");
    }

    public virtual void Dispose()
    {
        Regularization?.Dispose();
        Model.Dispose();
    }
}
