namespace TorchReg.Layers;

/// <summary>A noise layer whose rate, or deviation, may change from one training pass to the next.</summary>
public abstract class ScheduledNoise : NoiseLayer
{
    /// <summary>A layer with a name for torch, whether there is any noise, and the seed of its numbers.</summary>
    protected ScheduledNoise(string name, bool isNoisy, ulong? seed) : base(name, isNoisy, seed) { }

    /// <summary>
    /// The factor on the rate (of <see cref="GaussianNoise"/> on the standard deviation) in the n-th training pass, counted from
    /// 0, from 0 to 1; <see cref="NoiseSchedule"/> has usual ones. Default null: always 1.
    /// </summary>
    /// <remarks>
    /// The count of passes is part of the noise's state, which checkpoints keep: a training that goes on draws what it would
    /// have drawn. So it needs a seed. A step of several accumulated batches has several passes.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The layer has no seed.</exception>
    public Func<long, double>? Schedule
    {
        get;
        init => field = value is null || Noise.Seed is not null ? value : throw new InvalidOperationException(
            $"{name} has a schedule but no seed: a checkpoint could not tell how far it is; give it a seed.");
    }

    /// <summary>A rate, times the schedule's factor in this pass.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The schedule gave a number that is not from 0 to 1.</exception>
    protected double Scheduled(double rate) =>
        Schedule is { } schedule ? rate * Require.Ratio(schedule(Noise.Passes), "Schedule") : rate;
}
