using TorchReg.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// A linear problem of dense features: float64, centred (with an intercept) and of deviation 1. As a tensor for solvers that
/// take all columns at once, in host memory for those that take one at a time; each is made where it is asked for.
/// </summary>
sealed class DenseProblem : ScaledProblem
{
    const double Same = 1e-12;

    readonly Lazy<Tensor> x;
    readonly Lazy<DenseDesign> design;
    readonly DenseColumns raw;
    readonly ColumnScales columns;
    readonly Lazy<CrossProducts> products;

    internal DenseProblem(LinearProblem problem) : this(problem, DenseColumns.Of(problem))
    {
    }

    DenseProblem(LinearProblem problem, DenseColumns raw)
        : this(problem, raw, new ColumnScales(problem, raw.Statistics, isShifted: true))
    {
    }

    DenseProblem(LinearProblem problem, DenseColumns raw, ColumnScales columns) : base(problem, columns)
    {
        (this.raw, this.columns) = (raw, columns);
        x = new(() => Scaled(problem.Data.Features, columns));
        design = new(() => raw.Scaled(columns));
        products = new(() => CrossProducts.Of(raw.Rows, columns, Target, HostMemory.Numbers(Shares), null));
    }

    /// <summary>n × columns.</summary>
    internal Tensor X => x.Value;

    internal override Design Design => design.Value;

    /// <summary>Whether <see cref="ProductsUnder"/> says all that there is to know of the rows, at less cost than they.</summary>
    internal bool HasFewColumns => Datafit.IsQuadratic && Outputs == 1 && WholeEngine.Suits(Rows, Columns);

    /// <summary>
    /// The products of one output's columns and targets under row shares. Where most rows count as they do in the problem, from
    /// the problem's own and the few that do not.
    /// </summary>
    internal CrossProducts ProductsUnder(Tensor shares)
    {
        if (ReferenceEquals(shares, Shares)) return products.Value;
        var (all, own) = (HostMemory.Numbers(Shares), HostMemory.Numbers(shares));
        var (factor, sum) = (0.0, 0.0);
        for (var i = 0; i < all.Length; i++)
            if (all[i] > 0) factor = Math.Max(factor, own[i] / all[i]);
        var (less, rows) = (new double[all.Length], new List<int>());
        for (var i = 0; i < all.Length; i++)
        {
            less[i] = factor * all[i] - own[i];
            if (!(less[i] > Same * own[i])) continue;
            rows.Add(i);
            sum += less[i];
        }
        return sum > factor / 2 ? CrossProducts.Of(raw.Rows, columns, Target, own, null)
            : products.Value.Less(factor, CrossProducts.Of(raw.Rows, columns, Target, less, [.. rows]));
    }

    /// <summary>Whether <see cref="LogitsOf"/> is for it.</summary>
    internal bool HasHostLogits => Outputs == 1 && Device.type == DeviceType.CPU && !Datafit.IsJoint;

    /// <summary>The logits of some rows at several points, points × 1 × rows, of one output in host memory.</summary>
    internal Tensor LogitsOf(IReadOnlyList<PathPoint> points, int[] rows)
    {
        var z = HeldOutLogits.Of(raw.Rows, columns, points, rows);
        return Offsets is { } offsets
            ? z.add(offsets.index_select(1, tensor(Array.ConvertAll(rows, row => (long)row))), Scalars.One)
            : z;
    }

    double[] Target => HostMemory.Numbers(Offsets is { } offsets ? Y - offsets : Y);

    internal override Tensor Products(Tensor w)
    {
        if (!x.IsValueCreated && design.IsValueCreated && Outputs == 1)
        {
            var z = new double[Rows];
            design.Value.AddAll(HostMemory.Numbers(w), z);
            return tensor(z, [1, Rows], device: Device);
        }
        if (IsReadByRows) return tensor(raw.Along(columns, HostMemory.Numbers(w)), [1, Rows]);
        var active = w.ne(Scalars.Of(0)).any(0).nonzero().flatten();
        return active.shape[0] * 2 < w.shape[1]
            ? w.index_select(1, active).matmul(Chosen(active).t())
            : w.matmul(X.t());
    }

    // Where rows lie in host memory, libtorch's index_select of columns takes several times as long as this.
    Tensor Chosen(Tensor columns)
    {
        if (!HostMemory.TryGet<double>(X, out var from) || !HostMemory.TryGet<long>(columns, out var chosen))
            return X.index_select(1, columns);
        var all = empty([Rows, chosen.Length], ScalarType.Float64);
        var to = HostMemory.Of<double>(all);
        for (var (row, next) = (0, 0); row < Rows; row++)
        {
            var own = from.Slice(row * Columns, Columns);
            foreach (var j in chosen) to[next++] = own[(int)j];
        }
        return all;
    }

    internal override Tensor Chosen(int[] chosen) =>
        X.index_select(1, tensor(Array.ConvertAll(chosen, j => (long)j), device: Device));

    internal override Tensor Gradient(Tensor residual) => IsReadByRows
        ? tensor(raw.Across(columns, HostMemory.Numbers(residual)), [1, Columns]) : residual.matmul(X);

    // Of few columns there is no copy of all rows that are scaled.
    bool IsReadByRows => !x.IsValueCreated && HasFewColumns && Device.type == DeviceType.CPU;

    internal override bool IsCentred => true;

    protected override double[] Deviations(Tensor shares)
    {
        using var scope = NewDisposeScope();
        var centre = shares.matmul(X);
        return HostMemory.Numbers(shares.matmul(X.Squared()).sub_(centre.Squared()).clamp_min_(Scalars.Of(0)).sqrt_());
    }

    static Tensor Scaled(Tensor features, ColumnScales columns)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var all = features.to(ScalarType.Float64);
        var index = tensor(Array.ConvertAll(columns.Kept, j => (long)j), device: all.device);
        var kept = columns.Constant.Length == 0 ? all : all.index_select(1, index);
        return ((kept - ColumnPenalty.Row(columns.Mean, kept)) / ColumnPenalty.Row(columns.Scale, kept)).contiguous()
            .DetachFromDisposeScope();
    }

    public override void Dispose()
    {
        if (x.IsValueCreated) x.Value.Dispose();
        raw.Dispose();
        base.Dispose();
    }
}
