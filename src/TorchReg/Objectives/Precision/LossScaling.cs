namespace TorchReg.Objectives;

/// <summary>
/// Dynamic loss scaling: a step's loss is multiplied by s before its backward pass and its gradient divided by s behind it, so
/// that small derivatives do not vanish in float16. Where a gradient is not finite the step is left out and s halved; after
/// <see cref="GrowthInterval"/> steps in a row without that, s doubles. s stays a power of two: by itself scaling rounds nothing.
/// </summary>
/// <remarks>
/// P. Micikevicius et al., Mixed precision training, ICLR 2018, section 3.2; defaults of PyTorch's GradScaler,
/// https://docs.pytorch.org/docs/stable/amp.html#torch.amp.GradScaler. On a device each step reads one number, whether its
/// gradient is finite, as PyTorch's does.
/// </remarks>
public sealed record LossScaling
{
    /// <summary>The first s, a power of two from 2⁻²⁴ to 2¹²⁰. Default 65,536.</summary>
    public double Initial { get; init; } = 65536;

    /// <summary>Steps in a row with a finite gradient after which s doubles, 1 or more. Default 2,000.</summary>
    public int GrowthInterval { get; init; } = 2000;

    internal LossScaling Checked()
    {
        Require.AtLeast(1, GrowthInterval);
        if (!(Initial is >= LossScale.Least and <= LossScale.Most) || double.Log2(Initial) % 1 != 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Initial must be a power of two from 2^-24 to 2^120, so that it rounds nothing; given {Initial}."));
        return this;
    }
}

/// <summary>The loss scale of a training under way.</summary>
sealed class LossScale(LossScaling scaling)
{
    // Below it no gradient of a loss of ordinary size is finite in any precision; above it the loss itself is not in float32.
    internal const double Least = 1.0 / (1 << 24), Most = 1.329227995784916e36;

    /// <summary>s.</summary>
    internal double Factor { get; private set; } = scaling.Initial;

    /// <summary>Steps since s changed.</summary>
    internal int Steps { get; private set; }

    /// <summary>Steps that were left out.</summary>
    internal long Skipped { get; private set; }

    /// <summary>As before the first step.</summary>
    internal void Begin() => Restore(scaling.Initial, 0, 0);

    internal void Restore(double factor, int steps, long skipped) => (Factor, Steps, Skipped) = (factor, steps, skipped);

    /// <summary>After a step whose gradient was finite.</summary>
    internal void Keep()
    {
        if (++Steps < scaling.GrowthInterval) return;
        (Factor, Steps) = (Math.Min(2 * Factor, Most), 0);
    }

    /// <summary>After one whose gradient was not; false where there is no smaller scale.</summary>
    internal bool TryLower()
    {
        (Factor, Steps, Skipped) = (Factor / 2, 0, Skipped + 1);
        return Factor >= Least;
    }
}
