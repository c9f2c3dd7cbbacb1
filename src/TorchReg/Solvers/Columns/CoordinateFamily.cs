namespace TorchReg.Solvers;

/// <summary>The penalties of one output by columns that a path goes through, one for each λ.</summary>
abstract class CoordinateFamily
{
    /// <summary>That of one λ.</summary>
    internal abstract CoordinatePenalty At(double lambda);

    /// <summary>The least λ at which 0 is stationary, from aⱼᵀu of all columns there.</summary>
    internal abstract double LambdaMax(ReadOnlySpan<double> products);

    /// <summary>How many columns pay nothing, whatever λ; bounds may hold them.</summary>
    internal abstract int Free { get; }

    /// <summary>How many columns are in the working set from the beginning.</summary>
    internal virtual int WithoutKink => Free;

    /// <summary>Whether nothing holds some column at λ.</summary>
    internal abstract bool IsFree(double lambda);

    /// <summary>Whether nothing holds some column on one side at least, so that no gap is known.</summary>
    internal virtual bool IsOpen(double lambda) => IsFree(lambda);

    internal abstract bool IsConvex { get; }
}
