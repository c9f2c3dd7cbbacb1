using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Training;

// When checkpoints are made, and going on from one.
sealed partial class TrainingRun
{
    CheckpointFolder? folder;
    CheckpointClock? clock;

    /// <summary>After an epoch: the next one begins, or nothing is left to do.</summary>
    internal void AfterEpoch(int epoch, CancellationToken cancellation) => SaveIfDue(epoch + 1, 0, cancellation);

    void AfterStep(int epoch, long batches, bool isLast, CancellationToken cancellation)
    {
        Steps++;
        options.AfterStep?.Invoke(Steps);
        // The last step of an epoch has its ledger still before it.
        if (!isLast) SaveIfDue(epoch, batches, cancellation);
    }

    void SaveIfDue(int epoch, long batches, CancellationToken cancellation)
    {
        if (clock == null || !(clock.IsDue(Steps) || (cancellation.IsCancellationRequested && clock.IsNew(Steps)))) return;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        folder!.Save(Steps, Tensors(batches), State(epoch, batches).ToJson());
        clock.Saved(Steps);
    }

    void GoOn(Checkpoints checkpoints)
    {
        folder = new(checkpoints);
        if (folder.Find() is var (path, content))
        {
            using (content) Restore(content, path);
            checkpoints.Notice?.Invoke($"goes on from {path}: step {Steps}, epoch {FirstEpoch}");
        }
        clock = new(checkpoints, Steps);
    }

    static IEnumerable<Dataset> Rest(IEnumerable<Dataset> batches, long skipped)
    {
        var position = 0L;
        foreach (var batch in batches)
            if (position++ < skipped) batch.Dispose();
            else yield return batch;
    }
}
