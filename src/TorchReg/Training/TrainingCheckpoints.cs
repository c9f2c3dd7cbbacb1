using System.Runtime.InteropServices;
using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Training;

// When checkpoints are made, and going on from one.
sealed partial class TrainingRun
{
    CheckpointFolder? folder;
    CheckpointClock? clock;

    /// <summary>After an epoch: the next one begins, or nothing is left to do.</summary>
    internal void AfterEpoch(int epoch, CancellationToken cancellation) =>
        SaveIfDue(epoch + 1, 0, cancellation, isAsked: IsLast(epoch) && options.Checkpoints is { AtEnd: true });

    void AfterStep(int epoch, long batches, bool isLast, CancellationToken cancellation)
    {
        Steps++;
        options.AfterStep?.Invoke(Steps);
        // The last step of an epoch has its ledger still before it.
        if (!isLast) SaveIfDue(epoch, batches, cancellation);
    }

    void SaveIfDue(int epoch, long batches, CancellationToken cancellation, bool isAsked = false)
    {
        if (clock == null) return;
        if (!clock.IsDue(Steps) && !((isAsked || cancellation.IsCancellationRequested) && clock.IsNew(Steps))) return;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        folder!.Save(Steps, Tensors(batches), State(epoch, batches).ToJson());
        clock.Saved(Steps);
    }

    void GoOn(Checkpoints checkpoints, Provenance provenance)
    {
        folder = new(checkpoints, provenance);
        if (folder.Find() is var (path, content))
        {
            using (content) RestoreFrom(content, path);
            if (FirstEpoch > options.Epochs + 1)
                throw new InvalidDataException(
                    $"{path} is at epoch {FirstEpoch}, and only {options.Epochs} were asked for; ask for as many, or name " +
                    "another folder.");
            checkpoints.OnNotice?.Invoke($"goes on from {path}: step {Steps}, epoch {FirstEpoch}");
        }
        clock = new(checkpoints, Steps);
    }

    void RestoreFrom(LoadedTensors content, string path)
    {
        try
        {
            Restore(content, path);
        }
        catch (ExternalException unfit)
        {
            throw new InvalidDataException(
                $"{path}: a tensor in it is none that a training saves ({unfit.Message.Split('\n')[0]}); delete the file.",
                unfit);
        }
    }
}
