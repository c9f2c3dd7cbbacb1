using TorchReg.Tests.TorchApi;

namespace TorchReg.Tests.Soundness;

/// <summary>Holds the first steps of a combination against the same steps in plain doubles, one by one.</summary>
static class StepJudge
{
    const int Steps = 4;

    public static bool Knows(Combination c) => c.Optimizer.Rule != null && !c.Optimizer.Maximizes && !c.With.ByTrainer
        && c.With.Clips == ""
        && (c.Optimizer.Steps != null || c.Rules.All(r => r.Mode is PenaltyMode.Gradient or PenaltyMode.Loss));

    public static Outcome Of(Combination c, Judge.Attach? attach = null)
    {
        using var scope = NewDisposeScope();
        var problem = c.Layer.Make(MatrixSize.Given, c.Seed, c.With.Type);
        var step = 0;
        try
        {
            using var lines = (attach ?? LibraryLines.Attach)(problem, c.Rules, c.With);
            using var optimizer = c.Optimizer.Make(problem.Parameters().Where(p => p.requires_grad));
            var reference = new ReferenceStep(c, problem);
            for (; step < Steps; step++)
            {
                var w = problem.Weights();
                if (IsRoundedToAKink(c, problem, w)) return new(Verdict.Undecided, AtAKink);
                var gradient = Take(problem, lines, optimizer, c.With, w);
                if (Differs(c, reference.Next(w, gradient, step),
                    problem.Weights()) is { } error) return Outcome.Wrong($"step {step + 1}: {error}");
            }
            return problem.Penalised.Layout.HasGroups || !c.Rules.Any(r => r.Kind.NeedsGroups) ? Outcome.Reached
                : Outcome.Wrong("groups of a vector were not refused");
        }
        catch (Exception e)
        {
            return Judge.IsRefusal(e) ? new(Verdict.Refused, Reasons.Normalized(e.Message, c, problem.Penalised))
                : Judge.Error(e);
        }
    }

    const string AtAKink = "rounded to a kink, where any subgradient between two slopes is right";

    // Half types meet one by rounding: two weights of a fused lasso are the same number.
    static bool IsRoundedToAKink(Combination c, Problem problem, double[] w)
    {
        if (c.With.Type is not (ScalarType.Float16 or ScalarType.BFloat16)) return false;
        var rounding = c.With.Type == ScalarType.Float16 ? 1e-3 : 8e-3;
        return Target.Placed(c, problem, [.. c.Rules.Where(r => r.Mode is PenaltyMode.Gradient or PenaltyMode.Loss)])
            .Any(p => !p.Penalty.IsSmooth && Enumerable.Range(0, p.Length).Any(i => p.Penalty.ToKink(p.Slice(w), i) < rounding));
    }

    static double[] Take(Problem problem, Lines lines, optim.Optimizer optimizer, Circumstances with, double[] w)
    {
        using var scope = NewDisposeScope();
        var gradient = tensor(problem.Data.Gradient(w)).to(problem.Type);
        optimizer.zero_grad();
        var batches = with.Accumulates ? 2 : 1;
        for (var batch = 0; batch < batches; batch++)
        {
            var (loss, share) = problem.Type == ScalarType.Float64 ? problem.Batch(batch, batches)
                : (Given(problem, gradient), 1.0 / batches);
            if (lines.Value() is { } value) loss = loss + value;
            (batches == 1 ? loss : loss * share).backward();
        }
        lines.AddGradients();
        lines.DecoupledStep(optimizer);
        optimizer.step();
        lines.ProximalStep(optimizer);
        return gradient.to(ScalarType.Float64).data<double>().ToArray();
    }

    // A loss with the data loss's gradient, rounded as the parameter is: half types lack some layers' kernels.
    static Tensor Given(Problem problem, Tensor gradient) => problem.Parts
        .Select(p => (problem.ParameterNamed(p.Name).flatten() * gradient.narrow(0, p.Offset, p.Length)).sum())
        .Aggregate((a, b) => a + b);

    static string? Differs(Combination c, double[] expected, double[] actual)
    {
        var tolerance = c.With.Type switch
        {
            ScalarType.Float64 => 1e-9,
            ScalarType.Float32 => 2e-5,
            ScalarType.Float16 => 6e-3,
            _ => 4e-2
        };
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]))))
                return FormattableString.Invariant($"weight {i} is {actual[i]:G6}, {expected[i]:G6} by arithmetic");
        return null;
    }
}

/// <summary>One step of an optimizer with penalties, written out.</summary>
sealed class ReferenceStep(Combination c, Problem problem)
{
    readonly OptimizerRules.Rule[] rules = [.. problem.Start.Select(_ => c.Optimizer.Rule!())];
    readonly StepSize[] sizes = [.. problem.Start.Select(_ => c.Optimizer.Steps?.Invoke() ?? (_ => 0))];

    public double[] Next(double[] w, double[] gradient, int step)
    {
        var (next, g) = ((double[])w.Clone(), (double[])gradient.Clone());
        var (more, usual) = (problem.Data.Active(c.With.Activity * c.With.Scale(step)).Gradient(w), problem.Data.Gradient(w));
        for (var i = 0; i < g.Length; i++) g[i] += more[i] - usual[i];
        foreach (var (rule, part) in Acting(PenaltyMode.Gradient, PenaltyMode.Loss)) AddGradient(rule, part, w, g, step);
        var s = g.Select((x, i) => sizes[i](x + c.Optimizer.Decay * w[i])).ToArray();
        foreach (var (rule, part) in Acting(PenaltyMode.Decoupled)) Decay(rule, part, next, s, step);
        for (var i = 0; i < next.Length; i++) next[i] = rules[i](next[i], g[i], step + 1);
        foreach (var (rule, part) in Acting(PenaltyMode.Proximal)) Prox(rule, part, next, s, step);
        return next;
    }

    IEnumerable<(Acting Rule, Part Part)> Acting(params PenaltyMode[] modes) =>
        from rule in c.Rules
        where modes.Contains(rule.Mode)
        from part in problem.Parts
        where part.IsPenalised
        select (rule,
            part);

    void AddGradient(Acting rule, Part part, double[] w, double[] g, int step)
    {
        var own = g[part.Offset..(part.Offset + part.Length)];
        rule.Kind.Reference(part, rule.Lambda).AddGradient(w[part.Offset..(part.Offset + part.Length)], own, c.With.Scale(step));
        own.CopyTo(g, part.Offset);
    }

    // (1 − ηλ)w: η with its momentum and without the metric.
    void Decay(Acting rule, Part part, double[] w, double[] sizes, int step)
    {
        using var optimizer = c.Optimizer.Make([new TorchSharp.Modules.Parameter(zeros(1))]);
        for (var i = 0; i < part.Length; i++)
        {
            var rate = c.Optimizer.IsAdaptive ? optimizer.ParamGroups.First().LearningRate : sizes[part.Offset + i];
            w[part.Offset + i] *= 1 - rate * rule.Lambda * c.With.Scale(step);
        }
    }

    void Prox(Acting rule, Part part, double[] w, double[] sizes, int step)
    {
        var own = w[part.Offset..(part.Offset + part.Length)];
        var scale = rule.Kind.IsSet ? 1 : c.With.Scale(step);
        rule.Kind.Reference(part, rule.Lambda).Prox(own, [.. sizes.Skip(part.Offset).Take(part.Length).Select(s => s * scale)]);
        own.CopyTo(w, part.Offset);
    }
}
