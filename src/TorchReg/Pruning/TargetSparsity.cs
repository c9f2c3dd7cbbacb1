using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>
/// A factor on λ that is found while a model trains, so that a wished share of its weights is 0 in the end: every so many steps
/// log(factor) grows by rate · (wished − reached). It rests where the share is reached, for any penalty with a prox, and the
/// weights are then those of that λ.
/// </summary>
/// <example><code>
/// var target = new TargetSparsity(model, 0.9);
/// var rule = new Rule(new L1(0.001), mode: PenaltyMode.Proximal) { Schedule = target.At };
/// </code></example>
/// <remarks>
/// Integral control of log λ. Of few weights not every share has a λ; the factor then goes to and fro around the nearest.
/// Checkpoints keep the factor, where the rule's <c>Schedule</c> is <see cref="At"/> itself.
/// </remarks>
public sealed class TargetSparsity : IKeptSchedule
{
    const double Largest = 1e9;

    readonly IReadOnlyList<ModelParameter> places;
    readonly double sparsity;
    long measured = -1;
    bool hasBegun;

    /// <summary>Aims at a share of zeros.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sparsity">The wished share of weights that are 0, from 0 to 1, both excluded.</param>
    /// <param name="on">Which parameters count: those of the rule. Default: <see cref="On.Weights"/>.</param>
    public TargetSparsity(nn.Module model, double sparsity, ParameterFilter? on = null)
    {
        this.sparsity = Require.Share(sparsity);
        places = SparsityMask.Places(model, on);
    }

    /// <summary>Steps between two looks at the weights, 1 or more. Default 10.</summary>
    public int Every { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <summary>How much log(factor) grows at a look for each missing share, above 0. Default 0.2.</summary>
    public double Rate { get; init => field = Require.Positive(value); } = 0.2;

    /// <summary>The factor on λ in force, above 0. Default 1 at the beginning.</summary>
    public double Factor
    {
        get;
        set => (field, hasBegun) = (Require.Positive(value), true);
    } = 1;

    IReadOnlyList<double> IKeptSchedule.State
    {
        get => [Factor, measured];
        set
        {
            if (value is not [var factor, var step] || !double.IsFinite(factor) || factor <= 0 || step != Math.Floor(step))
                throw new ArgumentException($"A {nameof(TargetSparsity)}'s state is a factor above 0 and a step.", nameof(value));
            (Factor, measured) = (factor, (long)step);
        }
    }

    /// <summary>The share of weights that are 0 now.</summary>
    public double Reached
    {
        get
        {
            using var scope = NewDisposeScope();
            var zeros = places.Sum(place => place.Parameter.detach().eq(Scalars.Of(0L)).sum().ReadInt64());
            return (double)zeros / places.Sum(place => place.Parameter.NumberOfElements);
        }
    }

    /// <summary>The factor at a step: a rule's <c>Schedule</c>. Several rules may share it.</summary>
    /// <exception cref="InvalidOperationException">
    /// No λ makes zeros: the rule does not act as a prox. Or it is first asked in the midst of a training.
    /// </exception>
    public double At(long step)
    {
        hasBegun |= step == 0;
        if (!hasBegun)
            throw new InvalidOperationException(
                $"{nameof(TargetSparsity)} is first asked at step {step}, and the factor of before is not known: let the rule's" +
                " Schedule be target.At itself, which checkpoints keep, or set Factor.");
        if (step % Every != 0 || step == measured || step == 0) return Factor;
        measured = step;
        var reached = Reached;
        Factor *= Math.Exp(Rate * (sparsity - reached));
        if (Factor > Largest)
            throw new InvalidOperationException(
                FormattableString.Invariant($"λ was multiplied by {Factor:G2} and {100 * reached:0.#} % of the weights are 0, ") +
                FormattableString.Invariant($"not {100 * sparsity:0.#} %: let the rule act as PenaltyMode.Proximal."));
        return Factor;
    }
}
