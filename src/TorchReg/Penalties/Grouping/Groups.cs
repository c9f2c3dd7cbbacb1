using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>Which weights belong together, by their role.</summary>
public enum Groups
{
    /// <summary>The weights into one output unit: a row of W, a convolution's whole filter.</summary>
    Units,

    /// <summary>
    /// The weights out of one input feature: a column of W, a convolution's input channel. What selects features.
    /// </summary>
    Features,
}

static class GroupsDimensions
{
    /// <summary>The dimension along which the groups lie.</summary>
    internal static int Dimension(this Groups groups) => groups == Groups.Units ? 0 : 1;

    /// <summary>All other dimensions: those that a group spans.</summary>
    internal static long[] Others(this Groups groups, Tensor w)
    {
        if (w.Dimensions < 2)
            throw new ArgumentException(
                $"Groups need a weight of two or more dimensions, units × features; given [{string.Join("×", w.shape)}].");
        return [.. Enumerable.Range(0, (int)w.Dimensions).Where(d => d != groups.Dimension()).Select(d => (long)d)];
    }
}
