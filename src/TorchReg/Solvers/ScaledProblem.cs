using System.Diagnostics;
using System.Runtime.CompilerServices;
using TorchReg.Kernels;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// A linear problem as its solvers see it, but for its features: columns that vary, of deviation 1, so that no tolerance depends
/// on their units; targets and logits outputs × n, float64; the penalty by those columns; coefficients on the raw scale.
/// </summary>
abstract class ScaledProblem : IDisposable
{
    readonly ColumnScales columns;
    readonly double[] middle;
    readonly ConditionalWeakTable<Tensor, RowLoss> onHost = [];

    /// <param name="problem">The problem, checked.</param>
    /// <param name="columns">Its columns.</param>
    protected ScaledProblem(LinearProblem problem, ColumnScales columns)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var data = problem.Data;
        (Problem, HasIntercept, this.columns) = (problem, problem.Intercept, columns);
        Datafit = problem.Loss.Datafit ?? throw new UnreachableException();
        if (Columns == 0 && !HasIntercept) throw new ArgumentException(
            $"All {columns.All} columns are constant over the rows, so that their weights are 0, and there is no " +
            "intercept: nothing is left to fit. Set Intercept, or give columns that vary.", nameof(problem));
        var y = Datafit.Targets(data, HasIntercept, problem.Classes);
        (Rows, Device) = (y.shape[1], y.device);
        var weights = data.Weights?.to(ScalarType.Float64) ?? ones(Rows, ScalarType.Float64, Device);
        Shares = (weights / weights.sum()).DetachFromDisposeScope();
        if (problem.Offsets is { } own && own.NumberOfElements != Rows * y.shape[0])
            throw new ArgumentException($"Offsets must be {Rows} × {y.shape[0]}, one per row and output; given " +
                $"[{string.Join("×", own.shape)}].", nameof(problem));
        var offsets = problem.Offsets?.to(ScalarType.Float64).to(Device).reshape(Rows, y.shape[0]).t().contiguous();
        // What all rows of an output have in common is the intercept's, or nobody's: exponentials would lose their digits to it.
        var common = offsets is not null && !Datafit.IsOfResiduals && (HasIntercept || Datafit.IsJoint)
            ? offsets.matmul(Shares) : zeros(y.shape[0], ScalarType.Float64, y.device);
        Offsets = offsets?.sub(common.unsqueeze(1)).contiguous().DetachFromDisposeScope();
        // Numbers far from 0 have no digits left for their squares' differences: what the intercepts take up anyway is taken away
        // first.
        var centre = Datafit.IsOfResiduals && HasIntercept ? (offsets is null ? y : y - offsets).matmul(Shares)
            : zeros(y.shape[0], ScalarType.Float64, y.device);
        // Exponentials of 115 have lost digits, and of 400 are no numbers: the intercept takes a power of 2 up.
        var unit = HasIntercept && Datafit.InUnits(1) is not null
            ? Math.ScaleB(1, Math.ILogB(y.matmul(Shares).ReadDouble())) : 1;
        if (unit != 1) (Datafit, y) = (Datafit.InUnits(unit)!, y / full([1L], Scalars.Of(unit), y.dtype, y.device));
        Y = (y - centre.unsqueeze(1)).contiguous().DetachFromDisposeScope();
        middle = HostMemory.Numbers((HasIntercept ? centre - common : centre).add(Scalars.Of(Math.Log(unit)), Scalars.One));
        RoundingOfGap = Datafit.IsOfResiduals ? 1e-28 * (y.Squared().sum([0L]) * Shares).sum().ReadDouble() : 0;
        TargetSpread = Datafit.IsQuadratic ? Spread() : 1;
        RoundingOfDistance = 1e-14 * (1 + columns.Largest);
        HasCurvature = Datafit.IsCoupled || Datafit.Curvature(Y, Y) is not null;
        Start = HasIntercept && Datafit.Start(Y, Shares) is { } start ? HostMemory.Numbers(start) : new double[Outputs];
        SaturatedLoss = Datafit.Least(Y, Shares);
        Scale = ColumnPenalty.Row(columns.Scale, Y).DetachFromDisposeScope();
        MeansInScale = (ColumnPenalty.Row(columns.Mean, Y) / Scale).DetachFromDisposeScope();
        if (problem.Penalty is { } whole)
        {
            ProblemChecks.ExpectTakes(whole, Outputs, columns.All);
            RestAtZero.Expect(whole, Outputs, columns.All, columns.Constant);
        }
        Penalty = Scaled([.. columns.Units(problem.Standardize)]);
    }

    internal LinearProblem Problem { get; }
    internal Datafit Datafit { get; }

    /// <summary>Whether the loss has a curvature for Newton steps.</summary>
    internal bool HasCurvature { get; }
    internal bool HasIntercept { get; }

    /// <summary>Outputs × n: numbers less their mean (with an intercept), or one-hot.</summary>
    internal Tensor Y { get; }

    /// <summary>Outputs × n, of mean 0 where an intercept takes the mean up; or null.</summary>
    internal Tensor? Offsets { get; }

    /// <summary>How much each row counts; they sum to 1.</summary>
    internal Tensor Shares { get; }

    internal LinearPenalty Penalty { get; }

    /// <summary>What the columns were divided by, and what was subtracted from them, in that unit.</summary>
    internal Tensor Scale { get; }

    internal Tensor MeansInScale { get; }

    /// <summary>Biases from which to look for those of the constant fit.</summary>
    internal double[] Start { get; }

    /// <summary>The least loss that any predictions could have.</summary>
    internal double SaturatedLoss { get; }

    /// <summary>The targets' standard deviation where the loss is of squares, whose λ of L1 goes with it; else 1.</summary>
    internal double TargetSpread { get; }

    /// <summary>What rounding alone leaves of a duality gap, and of a distance, where the exact value is 0.</summary>
    internal double RoundingOfGap { get; }

    internal double RoundingOfDistance { get; }

    internal Device Device { get; }
    internal long Rows { get; }

    /// <summary>The rows whose weight is above 0.</summary>
    internal long RowsThatCount => Shares.gt(Scalars.Of(0)).sum().ReadInt64();

    internal int Columns => columns.Kept.Length;
    internal int Outputs => (int)Y.shape[0];

    /// <summary>The columns of the data that vary.</summary>
    internal IReadOnlyList<int> Kept => columns.Kept;

    /// <summary>The columns that are constant over the rows, whose weights are 0.</summary>
    internal IReadOnlyList<int> ConstantColumns => columns.Constant;

    /// <summary>The scaled columns in host memory; what solvers of one output take. Made once.</summary>
    internal abstract Design Design { get; }

    /// <summary>W Xᵀ in scaled columns, outputs × n.</summary>
    internal abstract Tensor Products(Tensor w);

    /// <summary>R X in scaled columns, outputs × columns, for R of outputs × n.</summary>
    internal abstract Tensor Gradient(Tensor residual);

    /// <summary>Some of the scaled columns as a tensor, n × their count.</summary>
    /// <param name="chosen">Their positions among those that vary.</param>
    internal abstract Tensor Chosen(int[] chosen);

    /// <summary>The same as they were given.</summary>
    internal Tensor Raw(int[] chosen)
    {
        var index = tensor(Array.ConvertAll(chosen, j => (long)j), device: Device);
        return Chosen(chosen).add(MeansInScale.index_select(0, index), Scalars.One) * Scale.index_select(0, index);
    }

    /// <summary>Whether the scaled columns' means under the problem's shares are 0, with an intercept.</summary>
    internal abstract bool IsCentred { get; }

    /// <summary>The scaled columns' deviations where the rows count by other shares.</summary>
    protected abstract double[] Deviations(Tensor shares);

    /// <summary>A point as a fit on the raw scale, for all columns.</summary>
    internal LinearFit Fit(PathPoint point, FitCertificate certificate, bool converged)
    {
        var (weight, shifted) = columns.Raw(point.NonZeros, point.Bias, middle);
        if (Datafit.IsShiftInvariant && HasIntercept && shifted.Length > 0)
        {
            var centre = shifted.Average();
            for (var k = 0; k < shifted.Length; k++) shifted[k] -= centre;
        }
        var (bias, all) = (tensor(shifted).DetachFromDisposeScope(), (long)Outputs * columns.All);
        return this is StoredProblem && weight.AreWorthIt(all)
            ? LinearFit.OfFew(point, weight, [Outputs, columns.All], bias, certificate, converged)
            : new(point.Lambda, tensor(weight.Spread(all), [Outputs, columns.All]).DetachFromDisposeScope(), bias, certificate,
                converged, point.Steps);
    }

    /// <summary>Raw coefficients, whose weights of constant columns are 0, on the solver's scale.</summary>
    internal (Tensor W, Tensor B) Scaled(Tensor weight, Tensor bias)
    {
        var w = weight.to(Device).index_select(1, KeptIndex) * Scale;
        return (w, bias.to(Device).add(w.matmul(MeansInScale), Scalars.One) - tensor(middle, device: Device));
    }

    protected Tensor KeptIndex => tensor(Array.ConvertAll(columns.Kept, j => (long)j), device: Device);

    /// <summary>W Xᵀ + b + offsets, outputs × n, by the columns that count.</summary>
    internal Tensor Logits(Tensor w, Tensor b)
    {
        var z = Products(w).add_(b.unsqueeze(1), Scalars.One);
        return Offsets is { } offsets ? z.add_(offsets, Scalars.One) : z;
    }

    /// <summary>The logits of a point, outputs × n.</summary>
    internal Tensor Logits(PathPoint point) => Logits(
        tensor(point.Weight, [Outputs, Columns], device: Device), tensor(point.Bias, device: Device));

    /// <summary>∂ℓ/∂z, outputs × n.</summary>
    internal Tensor Residual(Tensor z) => Datafit.Residual(Datafit.Mean(z), Y);

    /// <summary>The loss of logits under row shares.</summary>
    internal double Value(Tensor z, Tensor shares) =>
        Datafit.IsJoint ? OnHost(shares).Value(HostMemory.Numbers(z)) : (Datafit.Rows(z, Y) * shares).sum().ReadDouble();

    /// <summary>Its gradient ∂L/∂z, shares included, outputs × n.</summary>
    internal Tensor Slopes(Tensor z, Tensor shares)
    {
        if (!Datafit.IsJoint) return Residual(z).mul_(shares);
        var u = new double[Rows];
        OnHost(shares).Gradient(HostMemory.Numbers(z), u);
        return tensor(u, [1, Rows], device: Device);
    }

    /// <summary>The loss in host memory under row shares, made once for each; of losses that have that form.</summary>
    internal RowLoss OnHost(Tensor shares) => onHost.GetValue(
        shares, key => Datafit.OnHost(HostMemory.Numbers(Y), HostMemory.Numbers(key)) ?? throw new UnreachableException());

    /// <summary>The penalty where the rows count by other shares: standardized columns have another deviation there.</summary>
    internal LinearPenalty PenaltyUnder(Tensor shares) => Problem.Standardize ? Scaled(Deviations(shares)) : Penalty;

    double Spread()
    {
        using var scope = NewDisposeScope();
        var squares = (Offsets is { } offsets ? Y - offsets : Y).Squared();
        return Math.Sqrt((squares * Shares).sum().ReadDouble() / Outputs) is > 0 and < double.PositiveInfinity and var found
            ? found : 1;
    }

    LinearPenalty Scaled(double[] unit) => ScaledPenalty.Of(Problem, columns, unit, TargetSpread, Y);

    public virtual void Dispose()
    {
        foreach (var tensor in new[] { Y, Shares, Scale, MeansInScale }) tensor.Dispose();
        Offsets?.Dispose();
        (Penalty as WholePenalty)?.Scale?.Dispose();
    }
}
