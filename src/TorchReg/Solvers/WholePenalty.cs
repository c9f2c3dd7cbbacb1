using System.Runtime.CompilerServices;
using TorchReg.Kernels;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Any penalty of the loop with a prox, λP(W/s) for W in columns that were divided by s: its prox is P's under the step sizes
/// t/s², times s.
/// </summary>
/// <param name="Penalty">P.</param>
/// <param name="Scale">s, columns numbers; null for 1.</param>
/// <param name="Kept">The columns of W among all that P is of, where the others are 0; null for all.</param>
/// <param name="All">How many P is of.</param>
sealed record WholePenalty(Penalty Penalty, Tensor? Scale, long[]? Kept, long All) : LinearPenalty
{
    /// <summary>Columns that a fold's rows have constant, where they are standardized: they stay at 0.</summary>
    internal IReadOnlySet<int> Constant { get; init; } = new HashSet<int>();

    /// <summary>Whether both are the same object: TorchSharp compares tensors by their values.</summary>
    public bool Equals(WholePenalty? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>Whether columns may be divided by different numbers.</summary>
    internal static bool CanBeScaled(Penalty penalty) => penalty.HasMetricProx && penalty.GroupedBy != Groups.Units;

    internal override bool IsConvex => Penalty.IsConvex;

    // The last member of a family that is not proportional to λ.
    Tuple<double, Penalty>? member;

    // λP as a factor on a penalty.
    (Penalty Penalty, double Factor) At(double lambda)
    {
        if (member is { } known && known.Item1 == lambda) return (known.Item2, 1);
        if (Penalty.ScaledBy(lambda) is not { } own) return (Penalty, lambda);
        member = new(lambda, own);
        return (own, 1);
    }

    internal override ElementFamily? Coordinates(int columns, double curvature)
    {
        if (Penalty.Elements is not ({ } first, var given)) return null;
        if (given is not null && given.NumberOfElements != 1 && given.NumberOfElements != All) return null;
        var all = given is null ? [1] : HostMemory.Numbers(given.to(ScalarType.Float64).flatten());
        double Factor(int i) => all.Length == 1 ? all[0] : all[Kept is null ? i : Kept[i]];
        return new(lambda => At(lambda) is ({ Elements: ({ } element, _) }, var factor) ? (element, factor) : (first, lambda),
            [.. Enumerable.Range(0, columns).Select(Factor)], Units(columns), curvature);
    }

    internal override GroupFamily? InGroups(int columns)
    {
        if (Penalty.ColumnRates is not var (groups, l1, rate)) return null;
        var units = Units(columns);
        var own = Enumerable.Range(0, columns).Where(i => units[i] > 0)
            .GroupBy(i => groups.GroupOfColumn[(int)(Kept is null ? i : Kept[i])]).ToArray();
        return new(
            [.. own.Select(group => group.ToArray())], [.. own.Select(group => rate * groups.Weights[group.Key])], l1, units);
    }

    // What a column's weight is multiplied by where it is penalized; 0 for one that stays at 0.
    double[] Units(int columns)
    {
        var scales = Scale is null ? null : HostMemory.Numbers(Scale.to(ScalarType.Float64).flatten());
        return [.. Enumerable.Range(0, columns).Select(i => Constant.Contains(i) ? 0 : scales is null ? 1 : 1 / scales[i])];
    }

    internal override Tensor Value(Tensor w, double lambda)
    {
        using var scope = NewDisposeScope();
        var (penalty, factor) = At(lambda);
        return (penalty.Value(Given(w)) * Scalars.Of(factor)).MoveToOuterDisposeScope();
    }

    internal override void Prox(Tensor w, double lambda, double stepSize)
    {
        if (lambda == 0) return;
        using var scope = NewDisposeScope();
        var (given, (penalty, factor)) = (Given(w).clone(), At(lambda));
        if (Scale is null) penalty.Prox(given, stepSize * factor);
        else penalty.MetricProx(
            given, Widened(full([1L, w.shape[1]], Scalars.Of(stepSize * factor), w.dtype, w.device) / Scale.Squared(), 1));
        var own = Kept is null ? given : given.index_select(1, Index(w));
        w.copy_(Scale is null ? own : own * Scale);
    }

    internal override Tensor Distance(Tensor w, Tensor gradient, double lambda)
    {
        if (lambda == 0) return gradient.abs();
        using var scope = NewDisposeScope();
        var (penalty, factor) = At(lambda);
        var raw = Widened((Scale is null ? gradient : gradient * Scale) * Scalars.Of(1 / factor), 0);
        var distance = penalty.SubdifferentialDistance(Given(w), raw) * Scalars.Of(factor);
        if (Penalty.GroupedBy == Groups.Units) return distance.reshape(-1, 1).MoveToOuterDisposeScope();
        if (Kept is not null) distance = distance.index_select((int)distance.Dimensions - 1, Index(w));
        return (Scale is null ? distance : distance / Scale).MoveToOuterDisposeScope();
    }

    /// <summary>λ over the dual norm of what the penalty sees, where that is above λ.</summary>
    internal override double? FeasibleScale(Tensor products, double lambda)
    {
        if (lambda == 0) return null;
        using var scope = NewDisposeScope();
        return Penalty.DualNorm(Widened(Scale is null ? products : products * Scale, 0)) is not { } norm ? null
            : norm <= lambda ? 1 : lambda / norm;
    }

    /// <summary>
    /// The least λ from which W = 0 is stationary, by bisection on the distance there; infinite where none is. Where every λ is
    /// enough, the least from which a step of size 1 over the curvature stays there.
    /// </summary>
    internal double LambdaMax(Tensor gradient, double curvature)
    {
        using var scope = NewDisposeScope();
        var (zero, size) = (zeros_like(gradient), Magnitude.Largest(gradient));
        bool IsStationary(double lambda) => Distance(zero, gradient, lambda).max().ReadDouble() <= 1e-14 * size;
        if (size == 0 || gradient.numel() == 0) return 0;
        return IsStationary(1e-100 * size) ? Least(lambda => Stays(gradient, lambda, 1 / curvature), size)
            : Least(IsStationary, size);
    }

    bool Stays(Tensor gradient, double lambda, double stepSize)
    {
        var step = gradient * Scalars.Of(-stepSize);
        Prox(step, lambda, stepSize);
        return Magnitude.Largest(step) == 0;
    }

    static double Least(Func<double, bool> isEnough, double size)
    {
        var high = size;
        // Beyond, a gradient's digits are lost beside λ.
        for (var doublings = 0; !isEnough(high); high *= 2)
            if (doublings++ == 45) return double.PositiveInfinity;
        for (var (low, i) = (0.0, 0); i < 200; i++)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high) break;
            if (isEnough(middle)) high = middle;
            else low = middle;
        }
        return high;
    }

    // W as P sees it: of all columns, on the scale that it is given on.
    Tensor Given(Tensor w) => Widened(Scale is null ? w : w / Scale, 0);

    Tensor Widened(Tensor w, double other) => Kept is null ? w
        : full([w.shape[0], All], Scalars.Of(other), w.dtype, w.device).index_copy_(1, Index(w), w.contiguous());

    Tensor Index(Tensor like) => tensor(Kept!, device: like.device);
}
