using static TorchSharp.torch;

namespace TorchReg.Penalties;

// What a penalty is, by its own word: whoever uses penalties asks these and no class. The defaults promise nothing.
public abstract partial class Penalty
{
    /// <summary>
    /// λ, the number that stands in <see cref="Name"/>; null where there is none, as of constraints and of a formula. Default:
    /// null.
    /// </summary>
    public virtual double? Strength => null;

    /// <summary>
    /// Whether P can be differentiated everywhere. Then it joins the loss: beside any other penalty its part of a certificate is
    /// its gradient. Default: false.
    /// </summary>
    public virtual bool IsSmooth => false;

    /// <summary>Whether P is convex: for a convex loss a certificate of 0 is then the optimum. Default: false.</summary>
    public virtual bool IsConvex => false;

    /// <summary>Whether P is Σ p(wᵢ), element by element. Default: false.</summary>
    public virtual bool IsSeparable => false;

    /// <summary>Whether P is 0 on a set and ∞ outside: a projection after each step, without a λ. Default: false.</summary>
    public virtual bool IsConstraint => false;

    /// <summary>False where <see cref="Prox"/> has no closed form: such a penalty can't act proximally. Default: true.</summary>
    public virtual bool HasProx => true;

    /// <summary>
    /// Whether <see cref="MetricProx"/> has a closed form: then it acts proximally under Adam and its kin too. Default: false.
    /// </summary>
    public virtual bool HasMetricProx => false;

    /// <summary>
    /// Whether its proxes leave every element's sign or make it 0, so that they follow after an L1's. Default: false.
    /// </summary>
    public virtual bool KeepsSigns => false;

    /// <summary>Which weights it treats together, all zero or none; null where there are no groups. Default: null.</summary>
    public virtual Groups? GroupedBy => null;

    // The same with groups of columns, which are the library's own.
    internal virtual Grouping? GroupedAs => GroupedBy is { } groups ? Grouping.Of(groups) : null;

    // The weights of ‖w‖₁ and of Σ c_g‖w_g‖ over groups of columns, where P is their sum and nothing else. Default: it is not.
    internal virtual (ColumnGroups Groups, double L1, double Group)? ColumnRates => null;

    private protected bool GroupedSame(Penalty other) => (GroupedAs?.Columns, other.GroupedAs?.Columns) switch
    {
        (null, null) => true,
        ({ } own, { } others) => own.IsSameAs(others),
        _ => false,
    };

    /// <summary>
    /// How many numbers a solution w is free in, by which information criteria count it. Default: its weights that are not 0;
    /// where the penalty makes weights equal, each value once.
    /// </summary>
    public virtual long DegreesOfFreedom(Tensor w)
    {
        ArgumentNullException.ThrowIfNull(w);
        using var scope = NewDisposeScope();
        return w.ne(Scalars.Of(0)).sum().ReadInt64();
    }

    /// <summary>The weights of ‖w‖₁ and ½‖w‖² where P is their sum and nothing else; else null. Default: null.</summary>
    public virtual ShrinkageWeights? Shrinkage => null;

    /// <summary>The bounds where P is low ≤ wᵢ ≤ high and nothing else; else null. Default: null.</summary>
    public virtual ElementBounds? Box => null;

    /// <summary>
    /// λ where P is (λ/2)‖w‖², which can act as weight decay; else null. Default: from <see cref="Shrinkage"/>.
    /// </summary>
    public virtual double? DecayRate => Shrinkage is { L1: 0 } weights ? weights.L2 : null;

    /// <summary>
    /// λ where P is λ Σ‖w_g‖₂ over the groups of <see cref="GroupedBy"/> and nothing else; else null. Default: null.
    /// </summary>
    public virtual double? GroupRate => null;

    /// <summary>
    /// Whether a part of P is a weighted sum of squares that shrinks weights to 0: an optimizer's weight decay beside it would
    /// count twice. Default: from <see cref="Shrinkage"/> and <see cref="DecayRate"/>.
    /// </summary>
    public virtual bool Decays => Shrinkage is { L2: > 0 } || DecayRate > 0;

    /// <summary>
    /// The penalty with λ times a factor, where that is not the factor times P: what a path over λ goes through. Default: null,
    /// it is.
    /// </summary>
    /// <param name="factor">0 or more.</param>
    public virtual Penalty? ScaledBy(double factor) => null;

    /// <summary>
    /// max gᵀv over P(v) ≤ 1 where P is a norm, so that g is in λ∂P(0) from λ = this on: what a duality gap needs. Default: null,
    /// P is no norm, or its dual is not known.
    /// </summary>
    /// <param name="gradient">g.</param>
    public virtual double? DualNorm(Tensor gradient) => null;

    // p of Σ cᵢp(|wᵢ|) as a function of one number, and c where it is not 1: what coordinate descent takes. Default: none.
    internal virtual (ElementPenalty Of, Tensor? Factors)? Elements => null;

    /// <summary>
    /// Whether the other is this penalty once more, so that both on one parameter would count twice. Default: where both have a
    /// <see cref="Shrinkage"/>, whether those are equal; else whether class and <see cref="Name"/> are, so that a name that does
    /// not say all that the penalty holds asks for an override.
    /// </summary>
    /// <param name="other">Another penalty.</param>
    public virtual bool IsSameAs(Penalty other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(this, other)) return true;
        return Shrinkage is { } own ? own == other.Shrinkage : other.Shrinkage == null && GetType() == other.GetType()
            && Name == other.Name && GroupedBy == other.GroupedBy;
    }

    /// <summary>
    /// The penalty for one parameter's layout, asked once when a rule places it: tensors of the penalty's own, which have the
    /// parameter's shape, are to be arranged as <see cref="ModelParameter.AsUnits"/> does. Default: the penalty itself.
    /// </summary>
    /// <exception cref="ArgumentException">It can't act on a parameter of that shape.</exception>
    public virtual Penalty PlacedOn(ModelParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (GroupedBy is { } groups && parameter.Parameter.Dimensions < 2)
            throw new ArgumentException(
                $"{Name} acts on " +
                $"{(groups == Groups.Units ? "the weights into each unit" : "the weights out of each feature")}, and " +
                $"{parameter} has one dimension: place it on weights (On.Weights).");
        return this;
    }
}

/// <summary>l1‖w‖₁ + (l2/2)‖w‖².</summary>
/// <param name="L1">The weight of ‖w‖₁.</param>
/// <param name="L2">The weight of ½‖w‖².</param>
public readonly record struct ShrinkageWeights(double L1, double L2);

/// <summary>low ≤ wᵢ ≤ high.</summary>
/// <param name="Low">The lower bound; −∞ for none.</param>
/// <param name="High">The upper bound; ∞ for none.</param>
public readonly record struct ElementBounds(double Low, double High);
