using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Coefficients that a solver begins at, in place of 0: those of a fit to other rows or at another λ, or your own. A convex
/// problem has the same optimum from everywhere and is there sooner; where the penalty is not convex, another beginning may end
/// at another stationary point.
/// </summary>
/// <param name="Weight">
/// W, outputs × p, on the raw scale; those of constant columns are not used, others go within bounds.
/// </param>
/// <param name="Bias">b, outputs; not used where the problem has no intercept.</param>
public sealed record WarmStart(Tensor Weight, Tensor Bias)
{
    /// <summary>The λ at which they are the optimum, which says what to look at first. Default null: not known.</summary>
    public double? Lambda { get; init; }

    /// <summary>The coefficients of a fit.</summary>
    public static WarmStart FromLinearFit(LinearFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return new(fit.Weight, fit.Bias) { Lambda = fit.Lambda };
    }

    /// <summary>The coefficients of a fit.</summary>
    public static implicit operator WarmStart(LinearFit fit) => FromLinearFit(fit);

    /// <summary>Whether both are the same object: TorchSharp compares tensors by their values.</summary>
    public bool Equals(WarmStart? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);

    /// <summary>
    /// Moves a solver here, unless that is no help: where the objective is not even below that of weights of 0 (or no number) a
    /// convex problem's steps may have lost all curvature, and come down sooner from there.
    /// </summary>
    /// <returns>Whether it was moved.</returns>
    internal bool Moves(PathSolver solver, double lambda)
    {
        var problem = solver.Problem;
        var point = On(problem);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var certification = new Certification(problem, problem.Shares, problem.Penalty);
        var here = certification.Of(tensor(point.Weight, [problem.Outputs, problem.Columns]), tensor(point.Bias), lambda);
        var isHelp = here.IsConvex ? here.Objective <= solver.NullLoss + 1e-9 * Math.Abs(solver.NullLoss)
            : double.IsFinite(here.Objective);
        if (isHelp) solver.MoveTo(point);
        return isHelp;
    }

    /// <summary>The point on a problem's own scale.</summary>
    PathPoint On(ScaledProblem problem)
    {
        Check(problem);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var weight = Within(problem.Problem, Weight.detach().to(ScalarType.Float64));
        var (w, b) = problem.Scaled(weight, Bias.detach().to(ScalarType.Float64));
        return new(Lambda ?? 0, HostMemory.Numbers(w),
            problem.HasIntercept ? HostMemory.Numbers(b) : new double[problem.Outputs], 0);
    }

    void Check(ScaledProblem problem)
    {
        Check(Weight, [problem.Outputs, problem.Problem.Data.Columns], "weights");
        Check(Bias, [problem.Outputs], "biases");
        if (Lambda is { } lambda) Require.NonNegative(lambda);
    }

    static void Check(Tensor given, long[] shape, string name)
    {
        ArgumentNullException.ThrowIfNull(given);
        static string Words(long[] sizes) => string.Join(" × ", sizes);
        if (!given.shape.SequenceEqual(shape))
            throw new ArgumentException($"The start has {Words(given.shape)} {name}, and this problem has {Words(shape)}: give " +
                "those of a fit of the same columns and outputs.", "start");
        using var scope = NewDisposeScope();
        if (!given.isfinite().all().ReadBoolean())
            throw new ArgumentException($"The start's {name} must be finite numbers: start without it.", "start");
    }

    static Tensor Within(LinearProblem problem, Tensor weight)
    {
        Tensor Row(IReadOnlyList<double> bounds) => tensor([.. bounds], device: weight.device);
        if (problem.LowerBounds is { } lower) weight = weight.maximum(Row(lower));
        return problem.UpperBounds is { } upper ? weight.minimum(Row(upper)) : weight;
    }
}
