namespace TorchReg.Tests.Soundness;

/// <summary>Trains a combination and holds the result against the exact minimiser of what is written.</summary>
static class Judge
{
    const int Attempts = 8, RefusalEndsAt = 3, FewSteps = 40;

    public delegate Lines Attach(Problem problem, Acting[] rules, Circumstances with);

    public static Outcome Of(Combination c, Attach? attach = null)
    {
        using var scope = NewDisposeScope();
        attach ??= LibraryLines.Attach;
        if (Refusal(c, attach) is { } refused) return refused;
        for (var attempt = 0; ; attempt++)
        {
            var problem = c.Layer.Make(MatrixSize.Given, c.Seed + 7919 * attempt, c.With.Type);
            var target = Target.Of(c, problem);
            if (target.Kind != TargetKind.Undecided) return Trained(c, problem, target, attach);
            if (attempt == Attempts) return new(Verdict.Undecided, Target.Undecidable);
        }
    }

    // Within the first steps an error with a reason is a refusal; what is refused needs no reference.
    static Outcome? Refusal(Combination c, Attach attach)
    {
        var problem = c.Layer.Make(MatrixSize.Given, c.Seed, c.With.Type);
        try
        {
            using var lines = attach(problem, c.Rules, c.With);
            Run(c, problem, lines, RefusalEndsAt, _ => { });
            return null;
        }
        catch (Exception e)
        {
            return IsRefusal(e) ? new(Verdict.Refused, Reasons.Normalized(e.Message, c, problem.Penalised)) : Error(e);
        }
    }

    static Outcome Trained(Combination c, Problem problem, Target target, Attach attach)
    {
        var idle = problem.Idle.Select(problem.Values).ToArray();
        var steps = 0;
        try
        {
            using var lines = attach(problem, c.Rules, c.With);
            var w = target.Kind != TargetKind.Minimiser ? Run(c, problem, lines, FewSteps, s => steps = s)
                : Run(c, problem, lines, Loop.MostSteps, s => steps = s, new()
                {
                    GoesOn = c.Rules.Any(r => r.MayCrossAKink(problem.Penalised))
                        ? now => target.Compare(c, problem, now, steps).Verdict == Verdict.Wrong : null,
                    ErrorOf = target.ErrorOf,
                    Tolerance = Target.ToleranceOf(c),
                });
            return IdleError(c, problem, idle) is { } error ? Outcome.Wrong(error) : target.Compare(c, problem, w, steps);
        }
        catch (Exception e)
        {
            return Error(e);
        }
    }

    static double[] Run(Combination c, Problem problem, Lines lines, int steps, Action<int> afterStep,
        End? end = null) => c.With.ByTrainer
        ? Loop.ByTrainer(problem, lines, c.Optimizer, c.With, afterStep, steps, end)
        : Loop.Run(problem, lines, c.Optimizer, c.With, afterStep, steps, end);

    public static Outcome Error(Exception e) => Outcome.Wrong($"{e.GetType().Name}: {e.Message.Split('\n')[0]}");

    /// <summary>An error that TorchReg throws on purpose; a native one is none.</summary>
    public static bool IsRefusal(Exception e) =>
        !e.Message.StartsWith("Tensor invalid", StringComparison.Ordinal)
            && (e is NotSupportedException or (ArgumentException and not ArgumentNullException)
                or (InvalidOperationException and not (DivergenceException or ObjectDisposedException)));

    // What no gradient reaches is as it was, or nearer to the penalty's own minimum; a frozen parameter is as it was.
    static string? IdleError(Combination c, Problem problem, double[][] before)
    {
        for (var i = 0; i < before.Length; i++)
        {
            var (name, now) = (problem.Idle[i], problem.Values(problem.Idle[i]));
            if (now.SequenceEqual(before[i])) continue;
            if (!problem.ParameterNamed(name).requires_grad) return $"{name} is frozen and moved";
            if (now.Any(v => !double.IsFinite(v)))
                return $"{name} has no gradient and became {now.First(v => !double.IsFinite(v))}";
            var own = c.Rules.Select(r => r.Kind.Reference(problem.Penalised, r.Lambda)).ToArray();
            // Where a penalty in the loss makes a gradient, the optimizer's own decay acts with it.
            static double Squares(double[] w) => w.Sum(v => v * v);
            double All(double[] w) => own.Sum(p => p.Value(w)) + c.Optimizer.Decay / 2 * Squares(w);
            // A weight that lay at a kink goes to and fro beside it.
            var aside = c.Rules.Any(r => r.MayCrossAKink(problem.Penalised)) ? 0.01 : 1e-6;
            if (All(now) > All(before[i]) + aside && !(c.Optimizer.DecaysApart && Squares(now) < Squares(before[i])))
                return $"{name} has no gradient and its penalty grew";
        }
        return null;
    }
}
