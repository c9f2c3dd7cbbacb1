namespace TorchReg.Solvers;

/// <summary>A solution on the solver's scale.</summary>
/// <param name="Lambda">λ.</param>
/// <param name="Weight">Outputs × columns.</param>
/// <param name="Bias">Outputs.</param>
/// <param name="Steps">Steps that it took.</param>
sealed record PathPoint(double Lambda, double[] Weight, double[] Bias, int Steps)
{
    /// <summary>Its certificate, where the method made one to stop on.</summary>
    internal FitCertificate? Certificate { get; init; }
}
