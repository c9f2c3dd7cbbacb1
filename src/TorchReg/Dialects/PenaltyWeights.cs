namespace TorchReg.Dialects;

/// <summary>
/// TorchReg's own λ: l1‖w‖₁ + (l2/2)‖w‖² + group Σ‖wⱼ‖₂ beside a data loss that is a mean over rows, wⱼ a feature's weights to
/// all outputs. What every dialect is turned into.
/// </summary>
/// <param name="L1">l1, 0 or more.</param>
/// <param name="L2">l2, 0 or more.</param>
/// <param name="Group">The group lasso's λ, 0 or more. Default 0.</param>
public sealed record PenaltyWeights(double L1, double L2, double Group = 0)
{
    /// <summary>l1, 0 or more.</summary>
    public double L1 { get; } = Require.NonNegative(L1);

    /// <summary>l2, 0 or more.</summary>
    public double L2 { get; } = Require.NonNegative(L2);

    /// <summary>The λ of a group lasso over features, 0 or more.</summary>
    public double Group { get; } = Require.NonNegative(Group);

    /// <summary>l1 + l2.</summary>
    public double Sum => L1 + L2;

    /// <summary>l1/(l1 + l2); 1 where both are 0.</summary>
    public double L1Ratio => Sum == 0 ? 1 : L1 / Sum;

    /// <summary>All weights times a factor.</summary>
    internal PenaltyWeights Times(double factor) => new(L1 * factor, L2 * factor, Group * factor);

    /// <summary>With another l2.</summary>
    internal PenaltyWeights WithL2(double l2) => new(L1, l2, Group);

    /// <summary>group and l2 as one λ and the part of the groups in it, as an elastic net's of groups.</summary>
    internal PenaltyWeights GroupsAsL1 => new(Group, L2);
}
