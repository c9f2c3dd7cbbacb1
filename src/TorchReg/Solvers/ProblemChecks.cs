using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>What a linear problem's settings must be, checked once, before anything is computed.</summary>
static class ProblemChecks
{
    internal static void Check(LinearProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(problem.Data);
        if (problem.Loss?.Datafit is null)
            throw new ArgumentException(
                $"{problem.Loss?.Name ?? "The loss that is missing"} has no curvature that a linear solver knows. Take " +
                "HalfSquaredError, BinaryCrossEntropy, CrossEntropy, Huber, SquaredHinge, Poisson, Gamma or Cox of Losses, " +
                "or give a loss of your own a Datafit.", nameof(problem));
        Require.Ratio(problem.L1Ratio, nameof(problem.L1Ratio));
        Require.AtLeast(0, problem.Classes, nameof(problem.Classes));
        var data = problem.Data;
        if (data.Stored is null && data.Features is { } features && features.Dimensions != 2)
            throw new ArgumentException($"The features must be n × p; given [{string.Join("×", features.shape)}]: flatten " +
                "them first.", nameof(problem));
        var columns = data.Columns;
        Numbers(problem.PenaltyFactors, columns, nameof(problem.PenaltyFactors), value => value >= 0 && double.IsFinite(value),
            "finite numbers, 0 or more");
        Numbers(problem.LowerBounds, columns, nameof(problem.LowerBounds), value => value <= 0,
            "0 or less, so that all weights may be 0");
        Numbers(problem.UpperBounds, columns, nameof(problem.UpperBounds), value => value >= 0,
            "0 or more, so that all weights may be 0");
        if (problem is { GroupFeatures: true } and ({ LowerBounds: not null } or { UpperBounds: not null }))
            throw new ArgumentException("Bounds on grouped features are not supported: their prox has no closed form. Drop " +
                "GroupFeatures or the bounds.", nameof(problem));
        CheckPenalty(problem);
        CheckOffsets(problem);
    }

    static void CheckPenalty(LinearProblem problem)
    {
        if (problem.Penalty is not { } penalty) return;
        if (penalty.IsConstraint || !penalty.HasProx)
            throw new ArgumentException(
                $"{penalty.Name} is {(penalty.IsConstraint ? "a constraint" : "without a prox")}: a linear problem takes " +
                $"penalties with a prox{(penalty.IsConstraint ? ", and LowerBounds and UpperBounds" : "")}.", nameof(problem));
        if (problem.L1Ratio != 1 || problem.GroupFeatures || problem.PenaltyFactors is not null)
            throw new ArgumentException(
                $"{penalty.Name} takes the place of L1Ratio, GroupFeatures and PenaltyFactors: give one or " +
                "the other.", nameof(problem));
        if (penalty.Shrinkage is null && (problem.LowerBounds is not null || problem.UpperBounds is not null))
            throw new ArgumentException($"Bounds besides {penalty.Name} have no joint prox: drop one of them.", nameof(problem));
    }

    /// <summary>Refuses a penalty with numbers of its own that do not fit the weights.</summary>
    internal static void ExpectTakes(Penalty penalty, int outputs, int columns)
    {
        if (penalty.Shrinkage is not null) return;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        try
        {
            penalty.Value(zeros([(long)outputs, columns], ScalarType.Float64));
        }
        catch (System.Runtime.InteropServices.ExternalException wrong)
        {
            throw new ArgumentException(
                $"{penalty.Name} does not take the problem's weights, {outputs} × {columns}: give it numbers of that shape " +
                $"({wrong.Message.Split('\n')[0].TrimEnd('.')}).", nameof(penalty), wrong);
        }
    }

    static void Numbers(IReadOnlyList<double>? given, long columns, string name, Func<double, bool> isAllowed, string range)
    {
        if (given is null) return;
        if (given.Count != columns) throw new ArgumentException($"{name} must be {columns} numbers, one per feature; given " +
            $"{given.Count}.", name);
        for (var j = 0; j < given.Count; j++)
            if (!isAllowed(given[j]))
                throw new ArgumentException(FormattableString.Invariant($"{name} must be {range}; given {given[j]} for ") +
                    FormattableString.Invariant($"feature {j}."), name);
    }

    static void CheckOffsets(LinearProblem problem)
    {
        if (problem.Offsets is not { } offsets) return;
        var rows = problem.Data.Rows;
        if (offsets.Dimensions is < 1 or > 2 || offsets.shape[0] != rows)
            throw new ArgumentException($"Offsets must be {rows} × outputs; given " +
                $"[{string.Join("×", offsets.shape)}].", nameof(problem));
        if (!offsets.isfinite().all().ReadBoolean()) throw new ArgumentException(
            "Offsets must be finite numbers.", nameof(problem));
    }
}
