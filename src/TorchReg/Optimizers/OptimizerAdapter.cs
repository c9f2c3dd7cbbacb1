using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>
/// What one of torch's optimizers does with a gradient that stays g: w moves by −tᵢ·gᵢ a step. A prox with the same tᵢ rests
/// where the penalized objective has its minimum, −g ∈ ∂P(w), whatever the optimizer's momentum and metric; any other
/// step size rests at another λ.
/// </summary>
/// <remarks>J. Yun, A. C. Lozano, E. Yang, Adaptive proximal gradient methods for structured neural networks, NeurIPS 2021,
/// algorithm 1, for the diagonal metric.</remarks>
abstract class OptimizerAdapter
{
    /// <summary>The optimizer's class.</summary>
    internal abstract Type Type { get; }

    /// <summary>Its name, for messages.</summary>
    internal string Name => Type.Name;

    /// <summary>
    /// Its name in configurations, the class's in camel case: SGD, sgd; RMSProp, rmsProp; NAdam, nAdam; AdamW, adamW.
    /// </summary>
    internal string Setting
    {
        get
        {
            var capitals = Name.TakeWhile(char.IsUpper).Count();
            var lower = capitals == Name.Length ? capitals : Math.Max(1, capitals - 1);
            return Name[..lower].ToLowerInvariant() + Name[lower..];
        }
    }

    /// <summary>Which arguments <see cref="Create"/> reads.</summary>
    internal abstract OptimizerArgument Takes { get; }

    /// <summary>One of torch's, with torch's defaults for all that is not among the arguments.</summary>
    internal abstract optim.Optimizer Create(IEnumerable<Parameter> parameters, double rate, OptimizerArguments arguments);

    /// <summary>What it remembers of each parameter.</summary>
    internal virtual IReadOnlyList<Slot> Slots => [];

    /// <summary>How many steps it has taken on a parameter; null where it does not count.</summary>
    internal virtual long? Step(OptimizerState state) => null;

    internal virtual void SetStep(OptimizerState state, long step) { }

    /// <summary>The λ of the (λ/2)‖w‖² that it adds to the objective through the gradient.</summary>
    internal virtual double WeightDecay(OptimizerOptions options) => 0;

    /// <summary>The rate of a decay apart from the gradient, AdamW's, which is part of no objective.</summary>
    internal virtual double DecoupledDecay(OptimizerOptions options) => 0;

    /// <summary>Whether it climbs.</summary>
    internal virtual bool Maximizes(OptimizerOptions options) => false;

    /// <summary>Whether a prox can follow its step at all.</summary>
    internal virtual bool TakesProx => true;

    /// <summary>Whether each element has a step size of its own.</summary>
    internal virtual bool IsAdaptive => true;

    /// <summary>Why no prox can follow a step with these options; null where one can.</summary>
    internal virtual string? ProxRefusal(OptimizerOptions options) => null;

    /// <summary>Why no weight can be held at a bound, where its gradient rests without vanishing; null where one can.</summary>
    internal virtual string? BoundRefusal(OptimizerOptions options) => null;

    /// <summary>The step sizes tᵢ of the step that was just taken.</summary>
    /// <param name="group">The parameter's group.</param>
    /// <param name="state">The parameter's state after the step.</param>
    /// <param name="finished">Steps finished before that one, for an optimizer that does not count them itself.</param>
    internal abstract StepSizes StepSizes(ParamGroup group, OptimizerState state, long finished);

    /// <summary>
    /// By how much a decay of 1 apart from the gradient shrinks a weight before the next step: η with what momentum makes of it.
    /// </summary>
    internal virtual double DecayRate(ParamGroup group, OptimizerState state, long finished) =>
        StepSizes(group, state, finished).Rate;

    /// <summary>Whether the optimizer has moved a parameter that it keeps this state of, as far as the state tells.</summary>
    internal virtual bool HasMoved(OptimizerOptions options, OptimizerState state) => Step(state) is not 0;

    /// <summary>Whether its ε can stand beside √v instead of √v̂.</summary>
    internal virtual bool HasEpsilonHat => false;

    /// <summary>Sets ε so that step t (1, 2, …) is that with ε̂ beside √v.</summary>
    internal virtual void PutEpsilonHat(OptimizerOptions options, double epsilonHat, long step) =>
        throw new NotSupportedException(Name);

    /// <summary>
    /// The same as <see cref="Move"/> in one pass over host memory, with what penalties do; false, having done nothing, where it
    /// can't.
    /// </summary>
    internal virtual bool TryMove(
        Parameter parameter, Tensor gradient, OptimizerOptions options, OptimizerState state, Shrinks shrinks) => false;

    /// <summary>How it steps many models at once; null where it does not.</summary>
    internal virtual StackedKind? Stacked(OptimizerOptions options) => null;

    /// <summary>Whether <see cref="Move"/> is known.</summary>
    internal virtual bool TakesSteps => false;

    /// <summary>
    /// What the optimizer's <c>step()</c> does to one real parameter and its state, bit by bit; gradients are off.
    /// </summary>
    internal virtual void Move(Parameter parameter, Tensor gradient, OptimizerOptions options, OptimizerState state) =>
        throw new NotSupportedException(Name);
}

/// <summary>The field of a state in which an optimizer counts its steps.</summary>
delegate ref long StepOf<TState>(TState state);

/// <summary>The same in the optimizer's own types.</summary>
/// <param name="step">Where it counts its steps; null where it does not.</param>
/// <param name="decay">The λ of the (λ/2)‖w‖² that it adds through the gradient; null: none.</param>
/// <param name="climbs">Whether it climbs; null: it never does.</param>
abstract class OptimizerAdapter<TOptimizer, TOptions, TState>(
    StepOf<TState>? step = null, Func<TOptions, double?>? decay = null, Func<TOptions, bool?>? climbs = null) : OptimizerAdapter
    where TOptions : OptimizerOptions where TState : OptimizerState
{
    internal sealed override Type Type => typeof(TOptimizer);

    internal sealed override long? Step(OptimizerState state) => step?.Invoke((TState)state);

    internal sealed override void SetStep(OptimizerState state, long taken)
    {
        if (step is not null) step((TState)state) = taken;
    }

    internal sealed override double WeightDecay(OptimizerOptions options) => decay?.Invoke((TOptions)options) ?? 0;

    internal sealed override bool Maximizes(OptimizerOptions options) => climbs?.Invoke((TOptions)options) == true;

    internal sealed override StepSizes StepSizes(ParamGroup group, OptimizerState state, long finished) =>
        Sizes(group.LearningRate, (TOptions)group.Options, (TState)state, finished);

    protected abstract StepSizes Sizes(double rate, TOptions options, TState state, long finished);
}
