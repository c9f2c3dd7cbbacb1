using System.Diagnostics;

namespace TorchReg.Training;

/// <summary>Says when the next checkpoint is due: by steps or by time, whichever comes first.</summary>
sealed class CheckpointClock(Checkpoints options, long step)
{
    readonly Stopwatch watch = Stopwatch.StartNew();
    long last = step;

    internal bool IsDue(long step) =>
        step > last
        && (
            (options.EverySteps > 0 && step - last >= options.EverySteps)
            || (options.Every > TimeSpan.Zero && watch.Elapsed >= options.Every));

    /// <summary>Whether anything happened since the last one.</summary>
    internal bool IsNew(long step) => step > last;

    internal void Saved(long step)
    {
        last = step;
        watch.Restart();
    }
}
