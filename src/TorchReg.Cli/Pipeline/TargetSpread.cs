using System.Globalization;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>
/// The standard deviation of a target of numbers. Half squared error goes with its square and L1 with itself, so that λ means the
/// same for prices and for millions of them only beside it: of standardized columns no λ_max is larger.
/// </summary>
static class TargetSpread
{
    // The largest λ that a configuration takes.
    const double Most = 1e6;

    /// <summary>The deviation; 1 where the target does not vary.</summary>
    internal static double Of(Dataset rows)
    {
        using var targets = rows.Targets.to_type(TorchSharp.torch.ScalarType.Float64);
        using var spread = targets.std(unbiased: false);
        return spread.ReadDouble() is > 0 and var found ? found : 1;
    }

    /// <summary>λ as a share of the deviation, to one digit.</summary>
    internal static double Lambda(double spread, double share) =>
        double.Parse(
            Math.Min(spread * share, Most).ToString("E0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
