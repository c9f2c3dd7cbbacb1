namespace TorchReg.Solvers;

/// <summary>A solution on the solver's scale.</summary>
/// <param name="Lambda">λ.</param>
/// <param name="Weight">Outputs × columns.</param>
/// <param name="Bias">Outputs.</param>
/// <param name="Steps">Steps that it took.</param>
sealed record PathPoint(double Lambda, double[] Weight, double[] Bias, int Steps)
{
    double[]? weight = Weight;
    FewWeights? few;
    int length;

    /// <summary>Outputs × columns; made when asked for where nearly all is 0.</summary>
    internal double[] Weight => weight ??= few!.Spread(length);

    /// <summary>Those that are not 0.</summary>
    internal FewWeights NonZeros => few ?? FewWeights.Of(Weight);

    /// <summary>Its certificate, where the method made one to stop on.</summary>
    internal FitCertificate? Certificate { get; init; }

    /// <summary>A solution that keeps the weights alone that are not 0, of as many as there are.</summary>
    internal static PathPoint OfFew(double lambda, FewWeights few, int length, double[] bias, int steps) =>
        new(lambda, null!, bias, steps) { few = few, length = length };
}
