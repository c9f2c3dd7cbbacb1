namespace TorchReg.Kernels;

/// <summary>The sign of a number as a number. <see cref="Math.Sign(double)"/> throws at what is no number.</summary>
static class Signum
{
    /// <summary>−1, 0 or 1; what is no number stays none.</summary>
    internal static double Of(double x) => x > 0 ? 1 : x < 0 ? -1 : x;
}
