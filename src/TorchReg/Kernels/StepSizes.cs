using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// The step sizes tᵢ of a parameter's elements: η for all of them, or η/(factor·√vᵢ + ε) under an adaptive optimizer.
/// </summary>
/// <param name="Rate">η, with what momentum makes of it.</param>
/// <param name="Squares">
/// v, the running mean or the sum of the squared gradients; null where all elements have the step size η.
/// </param>
/// <param name="Factor">What √v is multiplied by: Adam's 1/√(1 − β₂ᵗ), else 1.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="IsRoot">Whether <paramref name="Squares"/> is √v already: Adamax's largest gradient.</param>
readonly record struct StepSizes(double Rate, Tensor? Squares = null, double Factor = 1, double Epsilon = 0, bool IsRoot = false)
{
    /// <summary>By the object that holds the squares: TorchSharp would compare their values.</summary>
    public bool Equals(StepSizes other) => ReferenceEquals(Squares, other.Squares)
        && (Rate, Factor, Epsilon, IsRoot) == (other.Rate, other.Factor, other.Epsilon, other.IsRoot);

    public override int GetHashCode() => HashCode.Combine(Rate, Factor, Epsilon, IsRoot);

    /// <summary>Whether every element has the step size <see cref="Rate"/>.</summary>
    internal bool IsUniform => Squares is null;

    /// <summary>All of them, as a tensor of the parameter's layout.</summary>
    /// <param name="type">Of the result, float32 or float64: in half precision ε would be 0.</param>
    internal Tensor ToTensor(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var squares = Squares!.to(type);
        var root = IsRoot ? squares.clone() : squares.sqrt();
        return root.mul_(Scalars.Of(Factor))
            .add_(Scalars.Of(Epsilon), Scalars.One)
            .reciprocal_()
            .mul_(Scalars.Of(Rate))
            .MoveToOuterDisposeScope();
    }
}
