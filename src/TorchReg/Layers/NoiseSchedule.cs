namespace TorchReg.Layers;

/// <summary>
/// Factors on a dropout rate by training pass t = 0, 1, …, from 0 to 1: a <see cref="ScheduledNoise.Schedule"/>.
/// </summary>
public static class NoiseSchedule
{
    /// <summary>min(1, t/passes): nothing is dropped at the beginning, the whole rate after so many passes.</summary>
    /// <param name="passes">1 or more.</param>
    /// <remarks>DropBlock's: G. Ghiasi et al., NeurIPS 2018, section 3.1.</remarks>
    public static Func<long, double> Linear(int passes)
    {
        Require.AtLeast(1, passes);
        return t => Math.Min(1, (double)t / passes);
    }

    /// <summary>1 − exp(−γt): the task grows harder, quickly at first.</summary>
    /// <param name="gamma">γ, above 0; 10 divided by the passes of the whole training is the paper's.</param>
    /// <remarks>P. Morerio et al., Curriculum dropout, ICCV 2017, p. 3547, equation 2.</remarks>
    public static Func<long, double> Curriculum(double gamma)
    {
        Require.Positive(gamma);
        return t => 1 - Math.Exp(-gamma * t);
    }

    /// <summary>max(0, 1 − t/passes): the whole rate at the beginning, none from so many passes on.</summary>
    /// <param name="passes">1 or more.</param>
    /// <remarks>S. J. Rennie et al., Annealed dropout training of deep networks, IEEE SLT 2014, section 3.</remarks>
    public static Func<long, double> Annealed(int passes)
    {
        Require.AtLeast(1, passes);
        return t => Math.Max(0, 1 - ((double)t / passes));
    }
}
