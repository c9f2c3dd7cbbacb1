using System.Globalization;

namespace TorchReg.Solvers;

/// <summary>How far coefficients are from the optimum, from a float64 pass over all rows and columns.</summary>
/// <param name="Objective">Loss + penalty.</param>
/// <param name="Loss">The data loss.</param>
/// <param name="Distance">
/// The largest distance of −∇loss to the penalty's subdifferential (per group where grouped), for the problem as given: weights
/// of the raw columns, neither centred nor standardized, and the biases. 0 exactly at an optimum. The tolerance is on the
/// solver's own columns.
/// </param>
/// <param name="Gap">
/// The duality gap, a bound on how much lower the objective can get. Null where none is known: for losses other than squared
/// error with unpenalized columns, and for losses without a conjugate.
/// </param>
public sealed record FitCertificate(double Objective, double Loss, double Distance, double? Gap)
{
    /// <summary>The distance in the solver's columns, centred and standardized, by which it stops.</summary>
    internal double ScaledDistance { get; init; } = Distance;

    /// <summary>
    /// Whether the penalty is convex: then a distance of 0 is the optimum. Else it is a stationary point, and others may lie
    /// lower.
    /// </summary>
    public bool IsConvex { get; init; } = true;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"objective {Objective:G8}, {Bound}");

    string Bound => Gap is { } gap ? string.Create(CultureInfo.InvariantCulture, $"at most {gap:G2} above the optimum")
        : IsConvex ? string.Create(CultureInfo.InvariantCulture, $"distance to optimality {Distance:G2}")
        : string.Create(CultureInfo.InvariantCulture, $"distance to a stationary point {Distance:G2}, no bound on the optimum");
}
