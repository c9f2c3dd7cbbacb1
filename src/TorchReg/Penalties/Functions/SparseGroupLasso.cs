using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>The sparse group lasso λ(ρ‖w‖₁ + (1 − ρ) Σ_g c_g‖w_g‖₂): zero groups, and zeros within the others.</summary>
/// <remarks>
/// N. Simon et al., A sparse-group lasso, J. Comp. Graph. Stat. 22 (2013), p. 233. Over units and features c is 1, over
/// <see cref="ColumnGroups"/> their weights, √(columns) by default as there.
/// </remarks>
public sealed class SparseGroupLasso : Penalty
{
    readonly Grouping grouping;
    readonly L1 lasso;
    readonly GroupLasso group;

    /// <summary>Over units or features.</summary>
    /// <param name="lambda">λ, 0 or more.</param>
    /// <param name="l1Ratio">ρ, from 0 (group lasso) to 1 (lasso).</param>
    /// <param name="groups">Which weights belong together. Default: the weights out of one input feature.</param>
    public SparseGroupLasso(double lambda, double l1Ratio, Groups groups = Groups.Features)
        : this(lambda, l1Ratio, Grouping.Of(groups)) { }

    /// <summary>Over groups of input features.</summary>
    /// <param name="lambda">λ, 0 or more.</param>
    /// <param name="l1Ratio">ρ, from 0 (group lasso) to 1 (lasso).</param>
    /// <param name="columns">The groups and their weights c.</param>
    public SparseGroupLasso(double lambda, double l1Ratio, ColumnGroups columns)
        : this(lambda, l1Ratio, new ColumnGrouping(columns ?? throw new ArgumentNullException(nameof(columns)))) { }

    SparseGroupLasso(double lambda, double l1Ratio, Grouping grouping)
    {
        (Lambda, L1Ratio, this.grouping) = (Require.NonNegative(lambda), Require.Ratio(l1Ratio), grouping);
        (lasso, group) = (new(lambda * l1Ratio), new(lambda * (1 - l1Ratio), grouping));
    }

    /// <summary>λ.</summary>
    public double Lambda { get; }

    /// <summary>ρ.</summary>
    public double L1Ratio { get; }

    /// <summary>Which weights belong together; features where columns are grouped.</summary>
    public Groups Groups => grouping.By;

    /// <summary>The groups of columns; null where each feature or unit is a group.</summary>
    public ColumnGroups? Columns => grouping.Columns;

    /// <inheritdoc/>
    public override string Name =>
        FormattableString.Invariant($"SparseGroupLasso({Lambda}, {L1Ratio}, {Columns as object ?? Groups})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override Groups? GroupedBy => Groups;

    internal override Grouping? GroupedAs => grouping;

    internal override (ColumnGroups Groups, double L1, double Group)? ColumnRates =>
        Columns is { } columns ? (columns, lasso.Lambda, group.Lambda) : null;

    /// <inheritdoc/>
    public override bool HasMetricProx => true;

    /// <inheritdoc/>
    public override bool IsConvex => true;

    /// <inheritdoc/>
    public override bool KeepsSigns => true;

    /// <inheritdoc/>
    public override bool IsSameAs(Penalty other) => base.IsSameAs(other) && GroupedSame(other);

    /// <inheritdoc/>
    public override Penalty PlacedOn(ModelParameter parameter)
    {
        base.PlacedOn(parameter);
        GroupLasso.CheckColumns(Columns, parameter, Name);
        return this;
    }

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => lasso.Value(w).add(group.Value(w), Scalars.One);

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        lasso.AddGradient(w, gradient, scale);
        group.AddGradient(w, gradient, scale);
    }

    /// <summary>Soft thresholding, then group soft thresholding (Simon et al., p. 236): the two proxes compose.</summary>
    public override void Prox(Tensor w, double stepSize)
    {
        lasso.Prox(w, stepSize);
        group.Prox(w, stepSize);
    }

    /// <inheritdoc/>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        lasso.MetricProx(w, stepSizes);
        group.MetricProx(w, stepSizes);
    }

    /// <summary>
    /// Per group (of columns: for each of them): ‖elementwise lasso distance at g + λ(1 − ρ)c_g w_g/‖w_g‖‖, or
    /// max(‖S(g, λρ)‖ − λ(1 − ρ)c_g, 0) for a group of zeros.
    /// </summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var shifted = gradient.add(GroupDirection.Of(w, grouping) * Scalars.Of(group.Lambda), Scalars.One);
        var away = grouping.NormsOf(SoftThreshold.Distance(w, shifted, lasso.Lambda));
        var atZero = (grouping.NormsOf(Thresholded(gradient, lasso.Lambda)) - grouping.Weights(group.Lambda, w)).clamp_min(
            Scalars.Of(0));
        return where(grouping.NormsOf(w).ne(Scalars.Of(0)), away, atZero).flatten().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The root λ of max_g ‖S(g, λρ)‖/c_g = λ(1 − ρ), by bisection to rounding: the left side falls, the right side grows.
    /// </summary>
    public override double LambdaMax(Tensor gradientAtZero)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (Norms.LargestMagnitude(gradientAtZero) == 0) return 0;
        if (L1Ratio == 1) return Norms.LargestMagnitude(gradientAtZero);
        // A group with c = 0 is the lasso alone.
        var (low, high) = (0.0, Math.Min(
            GroupDirection.Largest(gradientAtZero, grouping) / (1 - L1Ratio), Norms.LargestMagnitude(gradientAtZero) / L1Ratio));
        for (var middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
        {
            if (GroupDirection.Largest(Thresholded(gradientAtZero, middle * L1Ratio), grouping) > middle * (1 - L1Ratio))
                low = middle;
            else high = middle;
        }
        return high;
    }

    /// <inheritdoc/>
    public override double? DualNorm(Tensor gradient) =>
        Lambda > 0 && LambdaMax(gradient) is var norm && double.IsFinite(norm) ? norm / Lambda : null;

    static Tensor Thresholded(Tensor g, double threshold)
    {
        var copy = g.clone();
        SoftThreshold.Apply(copy, threshold);
        return copy;
    }
}
