namespace TorchReg.Dialects;

/// <summary>
/// TorchReg's own λ: l1‖w‖₁ + (l2/2)‖w‖² beside a data loss that is a mean over rows. What every dialect is turned into.
/// </summary>
/// <param name="L1">l1, 0 or more.</param>
/// <param name="L2">l2, 0 or more.</param>
public sealed record PenaltyWeights(double L1, double L2)
{
    /// <summary>l1, 0 or more.</summary>
    public double L1 { get; } = Require.NonNegative(L1);

    /// <summary>l2, 0 or more.</summary>
    public double L2 { get; } = Require.NonNegative(L2);

    /// <summary>l1 + l2.</summary>
    public double Sum => L1 + L2;

    /// <summary>l1/(l1 + l2); 1 where both are 0.</summary>
    public double L1Ratio => Sum == 0 ? 1 : L1 / Sum;

    /// <summary>Both weights times a factor.</summary>
    internal PenaltyWeights Times(double factor) => new(L1 * factor, L2 * factor);
}
