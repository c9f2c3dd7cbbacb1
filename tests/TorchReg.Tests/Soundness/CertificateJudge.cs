namespace TorchReg.Tests.Soundness;

/// <summary>
/// Holds the certificate against arithmetic of its own: 0 at the exact minimiser of J, at least the error that strong convexity
/// allows
/// beside it, and, for a single rule, the distance by its formula.
/// </summary>
static class CertificateJudge
{
    public delegate double Certify(Problem problem, Combination combination);

    // Attached anew, as to a model that was just loaded.
    public static double ByLibrary(Problem problem, Combination c)
    {
        using var lines = LibraryLines.Attach(problem, c.Rules, c.With);
        using var optimizer = c.Optimizer.Make(problem.Parameters().Where(p => p.requires_grad));
        using var data = problem.Rowset();
        return Certificate.Of(problem.Model, data, Losses.HalfSquaredError, lines.Regularization, optimizer).Distance;
    }

    public static Outcome Of(Combination c, Certify? certify = null)
    {
        using var scope = NewDisposeScope();
        certify ??= ByLibrary;
        var problem = c.Layer.Make(MatrixSize.Given, c.Seed);
        if (c.Rules.Any(r => r.Kind.NeedsGroups && !problem.Penalised.Layout.HasGroups)) return Outcome.Reached;
        try
        {
            foreach (var name in problem.Idle) Rest(problem, c, name);
            return Judged(c, problem, certify);
        }
        catch (NoReferenceException e)
        {
            return new(Verdict.Undecided, e.Message);
        }
        catch (Exception e)
        {
            return Judge.IsRefusal(e) ? new(Verdict.Refused, Reasons.Normalized(e.Message, c, problem.Penalised))
                : Judge.Error(e);
        }
    }

    static Outcome Judged(Combination c, Problem problem, Certify certify)
    {
        var placed = Target.Placed(c with { With = c.With with { IsScheduled = false } }, problem, c.Rules);
        if (c.Rules.Length == 1 && !c.With.IsScheduled && c.With.Activity == 0 && c.Optimizer.Decay == 0)
        {
            var (random, expected) = (problem.Weights(), certify(problem, c));
            var own = Distance(problem, placed, random);
            if (!(Math.Abs(own - expected) <= 1e-6 * Math.Max(1, own)))
                return Outcome.Wrong(FormattableString.Invariant($"{expected:G6}, {own:G6} by arithmetic"));
        }
        if (placed.Any(p => !p.Penalty.IsConvex)) return Outcome.Reached;
        var best = Minimiser.Of(problem.Data.Active(c.With.Activity * c.With.Scale(0)).Decayed(c.Optimizer.Decay),
            Scaled(c, problem), problem.Start);
        problem.Set(best);
        var atBest = certify(problem, c);
        if (!(atBest <= 1e-5)) return Outcome.Wrong(FormattableString.Invariant($"{atBest:G3} at the exact minimiser"));
        var beside = best.Select((w, i) => w + 0.05 * Math.Cos(3 * i)).ToArray();
        problem.Set(beside);
        var (error, given) = (Norm(beside, best), certify(problem, c));
        return given * Math.Sqrt(best.Length) * ErrorPerResidual(problem) >= error ? Outcome.Reached
            : Outcome.Wrong(FormattableString.Invariant($"{given:G3} at a distance of {error:G3} from the minimiser"));
    }

    // What no data reach has its own minimum: where the penalty is 0.
    static void Rest(Problem problem, Combination c, string name)
    {
        if (!problem.ParameterNamed(name).requires_grad) return;
        using var noGrad = no_grad();
        var w = ReferencePenalty.Same(0, problem.Penalised.Length);
        foreach (var own in c.Rules.Select(r => r.Kind.Reference(problem.Penalised, r.Lambda)).Where(own => own.HasProx))
            own.Prox(w, ReferencePenalty.Same(1e9, w.Length));
        problem.ParameterNamed(name).copy_(tensor(w).reshape(problem.Penalised.Shape));
    }

    static Placed[] Scaled(Combination c, Problem problem) =>
        Target.Placed(c with { With = c.With with { IsScheduled = false } }, problem,
        [.. c.Rules.Select(r => r with { Lambda = r.Lambda * (r.Kind.IsSet ? 1 : c.With.Scale(0)) })]);

    static double Distance(Problem problem, Placed[] placed, double[] w)
    {
        var g = problem.Data.Gradient(w);
        var free = Enumerable.Range(0, w.Length).Where(i => !placed.Any(p => i >= p.Offset && i < p.Offset + p.Length))
            .Select(i => Math.Abs(g[i]));
        return free.Concat(placed.Select(p => p.Penalty.Distance(p.Slice(w), p.Slice(g)))).DefaultIfEmpty(0).Max();
    }

    // Error ≤ (1 + L)/μ of a prox-gradient residual, and 1/μ of a subgradient; μ by the inverse's largest eigenvalue.
    static double ErrorPerResidual(Problem problem) =>
        (1 + problem.Data.Largest()) * new Quadratic(problem.Data.Inverse(new double[problem.Data.Size]),
            new double[problem.Data.Size]).Largest();

    static double Norm(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
