namespace TorchReg.Tests.Penalties;

/// <summary>The library's own laws on the catalogue's shape, each as a number: how far a penalty is from keeping it.</summary>
static class Laws
{
    public static Tensor Point(ulong seed) => LawPoints.Normal(Catalogue.Shape, seed);

    public static double GradientError(Penalty penalty) => GradientLaws.DifferenceError(penalty, Catalogue.Shape);

    public static double AutogradError(Penalty penalty) => GradientLaws.AutogradError(penalty, Catalogue.Shape);

    public static double ScalingError(Penalty penalty) => GradientLaws.ScalingError(penalty, Catalogue.Shape);

    public static double ProxBeatenBy(Penalty penalty) => ProxLaws.BeatenBy(penalty, Catalogue.Shape);

    public static double MetricProxBeatenBy(Penalty penalty) => ProxLaws.MetricBeatenBy(penalty, Catalogue.Shape);

    public static double StepSizesError(Penalty penalty) => ProxLaws.StepSizesError(penalty, Catalogue.Shape);

    public static double DistanceAtOptimum(Penalty penalty) => ProxLaws.DistanceAtOptimum(penalty, Catalogue.Shape);

    public static double DistanceElsewhere(Penalty penalty) => ProxLaws.DistanceElsewhere(penalty, Catalogue.Shape);

    /// <summary>
    /// How far the point of rest (0, or what the penalty pulls to) is from optimal at λ, for the gradient g there.
    /// </summary>
    public static double DistanceAtRest(Penalty penalty, Tensor gradient) =>
        penalty.SubdifferentialDistance(Catalogue.Rest(penalty), gradient).max().ToDouble();
}
