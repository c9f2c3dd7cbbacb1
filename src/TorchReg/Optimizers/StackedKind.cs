using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>
/// What the optimizers of models have in common that are stepped at once, their parameters lying under each other: all but
/// learning rates and decays, which are numbers of each row. Equal records are one kind.
/// </summary>
abstract record StackedKind
{
    /// <summary>The steps of one matrix, with what is remembered of it.</summary>
    internal abstract StackedMove Move();

    /// <summary>What momentum makes of the rate of a prox or a decay after so many steps.</summary>
    internal virtual double Factor(long finished) => 1;
}

/// <summary>An optimizer's steps on one matrix.</summary>
abstract class StackedMove : IDisposable
{
    /// <summary>w −= rates ∘ what the optimizer makes of g, in place, rates being a column; without a graph.</summary>
    internal abstract void Take(Tensor w, Tensor g, Tensor rates);

    /// <summary>
    /// By what each element's rate was divided in the last step, which belongs to the scope of that; null where elements of a row
    /// have one step size.
    /// </summary>
    internal virtual Tensor? Divisors => null;

    public abstract void Dispose();
}
