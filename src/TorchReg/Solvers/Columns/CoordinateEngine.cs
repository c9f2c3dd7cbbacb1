namespace TorchReg.Solvers;

/// <summary>One output's weights by columns, from λ to λ.</summary>
abstract class CoordinateEngine
{
    /// <summary>The weights of the scaled columns.</summary>
    internal abstract ReadOnlySpan<double> W { get; }

    /// <summary>The intercept.</summary>
    internal abstract double Bias { get; }

    /// <summary>The data loss.</summary>
    internal abstract double Loss { get; }

    /// <summary>About Σ|∂L/∂zᵢ|.</summary>
    internal abstract double Size { get; }

    /// <summary>Steps so far.</summary>
    internal abstract int Steps { get; }

    /// <summary>Moves to a point.</summary>
    internal abstract void MoveTo(ReadOnlySpan<double> weight, double bias);

    /// <summary>The gradient of the data loss, of all columns.</summary>
    internal abstract double[] AllProducts();

    /// <summary>Solves for one λ.</summary>
    /// <param name="given">Its penalty.</param>
    /// <param name="strong">Columns whose product is this share of their reach, or more, begin in the working set.</param>
    /// <param name="distance">The largest distance of a column to stop at.</param>
    /// <param name="gap">The largest gap, from the loss.</param>
    /// <param name="most">Steps.</param>
    internal abstract ColumnCertificate Solve(
        CoordinatePenalty given, double strong, double distance, Func<ColumnCertificate, double> gap, int most);
}
