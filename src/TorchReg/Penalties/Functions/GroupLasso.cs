using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// The group lasso λ Σ_g c_g‖w_g‖₂: whole units, whole input features, or whole groups of them become zero together.
/// </summary>
/// <remarks>
/// M. Yuan, Y. Lin, JRSS-B 68 (2006), p. 51. Over units and features c is 1; glmnet's grouped multinomial is this over features.
/// Over <see cref="ColumnGroups"/> c is their weights, √(columns) by default.
/// </remarks>
public sealed class GroupLasso : Penalty
{
    readonly Grouping grouping;

    /// <summary>Over units or features.</summary>
    /// <param name="lambda">λ, 0 or more.</param>
    /// <param name="groups">Which weights belong together. Default: the weights out of one input feature.</param>
    public GroupLasso(double lambda, Groups groups = Groups.Features) : this(lambda, Grouping.Of(groups)) { }

    /// <summary>Over groups of input features, as one-hot blocks are.</summary>
    /// <param name="lambda">λ, 0 or more.</param>
    /// <param name="columns">The groups and their weights c.</param>
    public GroupLasso(double lambda, ColumnGroups columns)
        : this(lambda, new ColumnGrouping(columns ?? throw new ArgumentNullException(nameof(columns)))) { }

    internal GroupLasso(double lambda, Grouping grouping) =>
        (Lambda, this.grouping) = (Require.NonNegative(lambda), grouping);

    /// <summary>λ.</summary>
    public double Lambda { get; }

    /// <summary>Which weights belong together; features where columns are grouped.</summary>
    public Groups Groups => grouping.By;

    /// <summary>The groups of columns; null where each feature or unit is a group.</summary>
    public ColumnGroups? Columns => grouping.Columns;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"GroupLasso({Lambda}, {Columns as object ?? Groups})");

    /// <inheritdoc/>
    public override double? Strength => Lambda;

    /// <inheritdoc/>
    public override Groups? GroupedBy => Groups;

    internal override Grouping? GroupedAs => grouping;

    internal override (ColumnGroups Groups, double L1, double Group)? ColumnRates =>
        Columns is { } columns ? (columns, 0, Lambda) : null;

    /// <inheritdoc/>
    public override double? GroupRate => Columns == null ? Lambda : null;

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
        CheckColumns(Columns, parameter, Name);
        return this;
    }

    internal static void CheckColumns(ColumnGroups? columns, ModelParameter parameter, string name)
    {
        using var scope = NewDisposeScope();
        if (columns is not null && parameter.AsUnits(parameter.Parameter, Penalties.Groups.Features).shape[1] is var features
            && features != columns.GroupOfColumn.Count)
            throw new ArgumentException(
                $"{name} is of {columns.GroupOfColumn.Count} columns, and {parameter} has {features} features: place it on the " +
                "layer that sees those columns, as On.Layer(\"first\").");
    }

    /// <inheritdoc/>
    public override Tensor Value(Tensor w) => grouping.Norms(w).sum() * Scalars.Of(Lambda);

    /// <inheritdoc/>
    public override void AddGradient(Tensor w, Tensor gradient, double scale = 1)
    {
        using var scope = NewDisposeScope();
        gradient.add_(GroupDirection.Of(w, grouping), Scalars.Of(scale * Lambda));
    }

    /// <summary>Group soft thresholding, w_g := w_g·max(1 − stepSize·λc_g/‖w_g‖, 0).</summary>
    public override void Prox(Tensor w, double stepSize)
    {
        var threshold = Require.Positive(stepSize) * Lambda;
        if (Columns is null && GroupShrinkage.Prox(w, threshold, byColumns: Groups == Groups.Features)) return;
        using var scope = NewDisposeScope();
        w.mul_(GroupDirection.Shrinkage(w, threshold, grouping));
    }

    /// <summary>
    /// w_g := w_g·ρ/(ρ + λc_g t) element by element, ρ the new norm, found as a root; 0 where Σ (wᵢ/(λc_g tᵢ))² ≤ 1.
    /// </summary>
    public override void MetricProx(Tensor w, Tensor stepSizes)
    {
        using var scope = NewDisposeScope();
        GroupMetric.Shrink(w, grouping.Weighted(stepSizes), Lambda, grouping);
    }

    /// <summary>
    /// Per group (of columns: for each of them) ‖g + λc_g w_g/‖w_g‖‖ where w_g ≠ 0, max(‖g‖ − λc_g, 0) where w_g = 0.
    /// </summary>
    public override Tensor SubdifferentialDistance(Tensor w, Tensor gradient)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var away = grouping.NormsOf(gradient.add(GroupDirection.Of(w, grouping) * Scalars.Of(Lambda), Scalars.One));
        var atZero = (grouping.NormsOf(gradient) - grouping.Weights(Lambda, w)).clamp_min(Scalars.Of(0));
        return where(grouping.NormsOf(w).ne(Scalars.Of(0)), away, atZero).flatten().MoveToOuterDisposeScope();
    }

    /// <summary>The largest ‖g‖/c_g of a group; infinite where a group with c = 0 is at no optimum.</summary>
    public override double LambdaMax(Tensor gradientAtZero)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return GroupDirection.Largest(gradientAtZero, grouping);
    }

    /// <inheritdoc/>
    public override double? DualNorm(Tensor gradient) =>
        Lambda > 0 && Columns?.Weights.Contains(0) != true ? LambdaMax(gradient) / Lambda : null;
}
