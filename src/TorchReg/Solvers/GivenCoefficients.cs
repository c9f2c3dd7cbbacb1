using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Coefficients from elsewhere on a problem's raw scale. Weights of constant columns, which a problem leaves at 0, are moved to
/// the biases: predictions stay, and what the penalty takes for them is added.
/// </summary>
sealed class GivenCoefficients
{
    readonly ScaledProblem problem;
    readonly Tensor moved, bias;

    GivenCoefficients(ScaledProblem problem, Tensor weight, Tensor moved, Tensor bias) =>
        (this.problem, Weight, this.moved, this.bias) = (problem, weight, moved, bias);

    /// <summary>As they were given, float64.</summary>
    internal Tensor Weight { get; }

    internal static GivenCoefficients Of(ScaledProblem scaled, Tensor weight, Tensor? bias)
    {
        var (outputs, columns) = ((long)scaled.Outputs, scaled.Problem.Data.Columns);
        if (weight.Dimensions != 2 || weight.shape[0] != outputs || weight.shape[1] != columns)
            throw new ArgumentException($"weight must be {outputs} × {columns}, as the problem's outputs and columns; given " +
                $"[{string.Join("×", weight.shape)}].", nameof(weight));
        if (bias is not null && bias.numel() != outputs)
            throw new ArgumentException($"bias must be {outputs} numbers; given {bias.numel()}.", nameof(bias));
        var w = weight.detach().to(scaled.Device).to(ScalarType.Float64).clone();
        var b = bias is null ? zeros(outputs, ScalarType.Float64, scaled.Device)
            : bias.detach().to(scaled.Device).to(ScalarType.Float64).reshape(outputs).clone();
        if (!w.isfinite().all().ReadBoolean() || !b.isfinite().all().ReadBoolean())
            throw new ArgumentException("A coefficient is NaN or infinite: such a model has no objective.", nameof(weight));
        if (!scaled.HasIntercept && b.ne(Scalars.Of(0)).any().ReadBoolean())
            throw new ArgumentException("The problem has no intercept, and bias is not 0: set Intercept.", nameof(bias));
        return Moving(scaled, w, b);
    }

    static GivenCoefficients Moving(ScaledProblem scaled, Tensor w, Tensor b)
    {
        if (scaled.ConstantColumns.Count == 0) return new(scaled, w, w, b);
        var index = tensor(scaled.ConstantColumns.Select(j => (long)j).ToArray(), device: scaled.Device);
        var data = scaled.Problem.Data;
        var row = data.Stored is { } stored ? stored.Dense(0, 1) : data.Features.narrow(0, 0, 1);
        var values = row.to(scaled.Device).to(ScalarType.Float64).index_select(1, index);
        var shift = w.index_select(1, index).mm(values.t()).reshape(-1);
        if (!scaled.HasIntercept && shift.ne(Scalars.Of(0)).any().ReadBoolean())
            throw new ArgumentException(
                "A column is constant, the problem standardizes and has no intercept: such a column's weight has " +
                "no scale; leave the column out.");
        return new(scaled, w, w.index_fill(1, index, Scalars.Of(0)), b.add(shift, Scalars.One));
    }

    /// <summary>
    /// Objective, distance and gap of what was given; the penalty of constant columns' weights, 0 at the optimum, counts.
    /// </summary>
    internal FitCertificate Certificate(double lambda)
    {
        var own = Certification.OfRaw(problem, moved, bias, lambda);
        var extra = ReferenceEquals(Weight, moved) ? 0 : OfConstants(lambda);
        return extra == 0 ? own : own with
        {
            Objective = own.Objective + extra,
            Gap = own.Gap + extra,
            Distance = Math.Max(own.Distance, LargestSlope(lambda)),
        };
    }

    // Standardized, a constant column has no deviation and its weight costs nothing.
    double OfConstants(double lambda)
    {
        var own = problem.Problem;
        if (own.Standardize) return 0;
        using var scope = NewDisposeScope();
        if (own.Penalty is { } whole)
            return lambda * (whole.Value(Weight).ReadDouble() - whole.Value(moved).ReadDouble());
        var rest = (Weight - moved).index_select(1, Constants);
        var factors = tensor(problem.ConstantColumns.Select(Factor).ToArray(), device: problem.Device);
        var norms = own.GroupFeatures ? rest.Squared().sum([0L]).sqrt() : rest.abs().sum([0L]);
        var (l1, l2) = ((norms * factors).sum().ReadDouble(), (rest.Squared().sum([0L]) * factors).sum().ReadDouble());
        return lambda * ((own.L1Ratio * l1) + ((1 - own.L1Ratio) * l2 / 2));
    }

    // Of λ(ρ|w| + (1 − ρ)w²/2), whose data gradient beside a free bias is the bias's, 0 at its optimum.
    double LargestSlope(double lambda)
    {
        var (own, rest) = (problem.Problem, HostMemory.Numbers(Weight - moved));
        return rest.Index().Where(pair => pair.Item != 0).Max(pair => lambda * Factor(pair.Index % (int)own.Data.Columns)
            * (own.L1Ratio + ((1 - own.L1Ratio) * Math.Abs(pair.Item))));
    }

    Tensor Constants => tensor(problem.ConstantColumns.Select(j => (long)j).ToArray(), device: problem.Device);

    double Factor(int column) => problem.Problem.PenaltyFactors?[column] ?? 1;
}
