using System.Diagnostics;
using TorchReg.Data;
using TorchReg.Kernels;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// A linear problem as its solvers see it: float64, columns that vary, centred (with an intercept) and of deviation 1, so that no
/// tolerance depends on their units; targets and logits outputs × n.
/// </summary>
sealed class DenseProblem : IDisposable
{
    const double LeastUnit = 1e-7;

    readonly Standardization scaling;
    readonly int[] kept;
    readonly double[] mean, scale, middle;

    internal DenseProblem(LinearProblem problem)
    {
        ProblemChecks.Check(problem);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var data = problem.Data.Checked();
        (Problem, HasIntercept) = (problem, problem.Intercept);
        Datafit = problem.Loss.Datafit ?? throw new UnreachableException();
        scaling = Standardization.Learn(data);
        kept = [.. Enumerable.Range(0, scaling.Mean.Length).Except(scaling.ConstantColumns)];
        mean = At(HasIntercept ? scaling.Mean : new double[scaling.Mean.Length]);
        // Of length 1 whatever their units: what a column's weight pays is scaled with it.
        var isRaw = problem is { Standardize: false, Penalty: { Shrinkage: null } own } && !WholePenalty.CanBeScaled(own);
        scale = At(isRaw ? [.. scaling.Scale.Select(_ => 1.0)] : HasIntercept ? scaling.Scale
            : [.. scaling.Scale.Zip(scaling.Mean, double.Hypot)]);
        var all = data.Features.to(ScalarType.Float64);
        var x = scaling.ConstantColumns.Length == 0 ? all
            : all.index_select(1, tensor(Array.ConvertAll(kept, j => (long)j), device: all.device));
        if (kept.Length == 0 && !HasIntercept) throw new ArgumentException(
            $"All {scaling.Mean.Length} columns are constant over the rows, so that their weights are 0, and there is no " +
            "intercept: nothing is left to fit. Set Intercept, or give columns that vary.", nameof(problem));
        Tensor Row(double[] numbers) => ColumnPenalty.Row(numbers, x);
        (Scale, MeansInScale) = (Row(scale).DetachFromDisposeScope(), (Row(mean) / Row(scale)).DetachFromDisposeScope());
        X = ((x - Row(mean)) / Row(scale)).contiguous().DetachFromDisposeScope();
        var weights = data.Weights?.to(ScalarType.Float64) ?? ones(Rows, ScalarType.Float64, X.device);
        Shares = (weights / weights.sum()).DetachFromDisposeScope();
        var y = Datafit.Targets(data, HasIntercept, problem.Classes);
        Offsets = problem.Offsets?.to(ScalarType.Float64).to(X.device).reshape(Rows, y.shape[0]).t().contiguous()
            .DetachFromDisposeScope();
        // Numbers far from 0 have no digits left for their squares' differences: what the intercepts take up anyway is taken away
        // first.
        var centre = Datafit.IsOfDifferences && HasIntercept ? (Offsets is null ? y : y - Offsets).matmul(Shares)
            : zeros(y.shape[0], ScalarType.Float64, y.device);
        (Y, middle) = ((y - centre.unsqueeze(1)).contiguous().DetachFromDisposeScope(), HostMemory.Numbers(centre));
        RoundingOfGap = Datafit.IsOfDifferences ? 1e-28 * (y.Squared().sum([0L]) * Shares).sum().ReadDouble() : 0;
        RoundingOfDistance = 1e-14 * (1 + (kept.Length == 0 ? 0 : X.abs().max().ReadDouble()));
        HasCurvature = Datafit.IsCoupled || Datafit.Curvature(Y) is not null;
        Start = HasIntercept && Datafit.Start(Y, Shares) is { } start ? HostMemory.Numbers(start) : new double[Outputs];
        SaturatedLoss = (Datafit.Saturated(Y) * Shares).sum().ReadDouble();
        Penalty = PenaltyIn([.. scale.Zip(At(scaling.Scale), (own, deviation) => (problem.Standardize ? deviation : 1) / own)]);
    }

    internal LinearProblem Problem { get; }
    internal Datafit Datafit { get; }

    /// <summary>Whether the loss has a curvature for Newton steps.</summary>
    internal bool HasCurvature { get; }
    internal bool HasIntercept { get; }

    /// <summary>n × columns.</summary>
    internal Tensor X { get; }

    /// <summary>Outputs × n: numbers less their mean (with an intercept), or one-hot.</summary>
    internal Tensor Y { get; }

    /// <summary>Outputs × n, or null.</summary>
    internal Tensor? Offsets { get; }

    /// <summary>How much each row counts; they sum to 1.</summary>
    internal Tensor Shares { get; }

    internal LinearPenalty Penalty { get; }

    /// <summary>What the columns were divided by, and their means in that unit; columns.</summary>
    internal Tensor Scale { get; }

    internal Tensor MeansInScale { get; }

    /// <summary>Biases from which to look for those of the constant fit.</summary>
    internal double[] Start { get; }

    /// <summary>The least loss that any predictions could have.</summary>
    internal double SaturatedLoss { get; }

    /// <summary>What rounding alone leaves of a duality gap, and of a distance, where the exact value is 0.</summary>
    internal double RoundingOfGap { get; }

    internal double RoundingOfDistance { get; }

    internal long Rows => X.shape[0];
    internal int Columns => kept.Length;
    internal int Outputs => (int)Y.shape[0];

    /// <summary>The columns of the data that vary.</summary>
    internal IReadOnlyList<int> Kept => kept;

    /// <summary>The columns that are constant over the rows, whose weights are 0.</summary>
    internal IReadOnlyList<int> ConstantColumns => scaling.ConstantColumns;

    /// <summary>Coefficients on the raw scale, for all columns.</summary>
    internal (Tensor Weight, Tensor Bias) Raw(ReadOnlySpan<double> weight, ReadOnlySpan<double> bias)
    {
        var all = new double[Outputs * scaling.Mean.Length];
        var shifted = bias.ToArray();
        for (var k = 0; k < Outputs; k++)
        {
            shifted[k] += middle[k];
            for (var j = 0; j < kept.Length; j++)
            {
                var raw = weight[k * kept.Length + j] / scale[j];
                all[k * scaling.Mean.Length + kept[j]] = raw;
                shifted[k] -= raw * mean[j];
            }
        }
        if (Datafit.IsShiftFree && HasIntercept && shifted.Length > 0)
        {
            var middle = shifted.Average();
            for (var k = 0; k < shifted.Length; k++) shifted[k] -= middle;
        }
        return (tensor(all, [Outputs, scaling.Mean.Length]).DetachFromDisposeScope(), tensor(shifted).DetachFromDisposeScope());
    }

    /// <summary>Raw coefficients, whose weights of constant columns are 0, on the solver's scale.</summary>
    internal (Tensor W, Tensor B) Scaled(Tensor weight, Tensor bias)
    {
        var w = weight.to(X.device).index_select(1, tensor(Array.ConvertAll(kept, j => (long)j), device: X.device)) * Scale;
        return (w, bias.to(X.device).add(w.matmul(MeansInScale), Scalars.One) - tensor(middle, device: X.device));
    }

    /// <summary>W Xᵀ + b + offsets, outputs × n, by the columns that count.</summary>
    internal Tensor Logits(Tensor w, Tensor b)
    {
        var z = Products(w).add_(b.unsqueeze(1), Scalars.One);
        return Offsets is { } offsets ? z.add_(offsets, Scalars.One) : z;
    }

    /// <summary>W Xᵀ.</summary>
    internal Tensor Products(Tensor w)
    {
        var active = w.ne(Scalars.Of(0)).any(0).nonzero().flatten();
        return active.shape[0] * 2 < w.shape[1]
            ? w.index_select(1, active).matmul(X.index_select(1, active).t())
            : w.matmul(X.t());
    }

    /// <summary>∂ℓ/∂z, outputs × n.</summary>
    internal Tensor Residual(Tensor z) => Datafit.Residual(Datafit.Mean(z), Y);

    /// <summary>The penalty where the rows count by other shares: standardized columns have another deviation there.</summary>
    internal LinearPenalty PenaltyUnder(Tensor shares)
    {
        if (!Problem.Standardize) return Penalty;
        using var scope = NewDisposeScope();
        var centre = shares.matmul(X);
        return PenaltyIn(HostMemory.Numbers(shares.matmul(X.Squared()).sub_(centre.Squared()).clamp_min_(Scalars.Of(0)).sqrt_()));
    }

    public void Dispose()
    {
        X.Dispose();
        Y.Dispose();
        Offsets?.Dispose();
        Shares.Dispose();
        Scale.Dispose();
        MeansInScale.Dispose();
        (Penalty as WholePenalty)?.Scale?.Dispose();
    }

    LinearPenalty PenaltyIn(double[] unit)
    {
        if (Problem.Penalty is not { Shrinkage: null } penalty) return PenaltyOfColumns(unit);
        var isPlain = unit.All(u => u == 1);
        var scales = isPlain ? null
            : ColumnPenalty.Row([.. unit.Select(u => 1 / Math.Max(u, LeastUnit))], X).DetachFromDisposeScope();
        var all = scaling.Mean.Length;
        return new WholePenalty(penalty, scales, kept.Length == all ? null : Array.ConvertAll(kept, j => (long)j), all);
    }

    // unit: what a weight on the raw scale is multiplied by where it is penalized, in units of the scale.
    ColumnPenalty PenaltyOfColumns(double[] unit)
    {
        const double LeastRatio = 1e-3;
        var (l1, l2) = Problem.Penalty?.Shrinkage is { } weights ? (weights.L1, weights.L2)
            : (Problem.L1Ratio, 1 - Problem.L1Ratio);
        double[] Times(double share, int power) => [.. kept.Select((j, i) => Problem.Standardize && unit[i] < LeastUnit
            ? ColumnPenalty.Excluded : share * (Problem.PenaltyFactors?[j] ?? 1) * (power == 1 ? unit[i] : unit[i] * unit[i]))];
        double[] Bounds(IReadOnlyList<double>? given, double none) => [.. kept.Select((j, i) => (given?[j] ?? none) * scale[i])];
        return new(Times(l1, 1), Times(l2, 2),
            Bounds(Problem.LowerBounds, double.NegativeInfinity), Bounds(Problem.UpperBounds, double.PositiveInfinity),
            Times(Math.Max(l1, LeastRatio * (l1 + l2)), 1), Problem.GroupFeatures);
    }

    double[] At(double[] numbers) => [.. kept.Select(j => numbers[j])];
}
