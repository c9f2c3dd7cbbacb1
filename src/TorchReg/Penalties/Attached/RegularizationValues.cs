using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

// What a log or a ledger shows.
public sealed partial class Regularization
{
    /// <summary>
    /// Σ P over all rules, whatever their mode, at the current step's λ and without a graph: for logging. Constraints count 0. A
    /// rule on activations counts with the batch of the last <see cref="Value"/>; a ledger evaluates it over its rows.
    /// </summary>
    public double Total() => ValuesByRule().Sum(v => v.Value);

    /// <summary>Each rule's Σ P, as <see cref="Total"/> counts it: what a ledger shows. Constraints are left out.</summary>
    public IReadOnlyList<(Rule Rule, double Value)> ValuesByRule() =>
        [.. OnParameters(), .. attachment.Taps.Select(tap => (tap.Rule, tap.Last * Scale(tap.Rule)))];

    /// <summary>The same with the rules on activations as they were measured.</summary>
    internal IReadOnlyList<(Rule Rule, double Value)> ValuesByRule(ActivationMeasure? activations) =>
        [.. OnParameters(), .. activations?.Values ?? []];

    /// <summary>Measures the rules on activations over forward passes in any mode; null where there are none.</summary>
    internal ActivationMeasure? MeasureActivations() => attachment.Taps.Length == 0 ? null : new(attachment.Taps, Scale);

    (Rule, double)[] OnParameters()
    {
        attachment.ExpectThere();
        guard.IsRead = true;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        PlacedPenalty[] placed = [.. Placed.Where(p => !p.Penalty.IsConstraint)];
        var values = RunningSum.Of([.. placed.Select(p => p.Value(Scale(p.Rule)))]);
        return [.. placed.Zip(values).GroupBy(one => one.First.Rule, ReferenceEqualityComparer.Instance)
            .Select(g => ((Rule)g.Key!, g.Sum(one => one.Second)))];
    }

    /// <summary>
    /// ‖penalties' gradient‖ / ‖data loss's gradient‖ over the penalized parameters, and at the activations that rules penalize,
    /// read between backward and <see cref="AddGradients"/>. NaN where nothing penalized has a gradient.
    /// </summary>
    public double GradientRatio() => GradientRatio(factor: 1);

    /// <param name="factor">What the last batch's loss was multiplied by before backward.</param>
    internal double GradientRatio(double factor)
    {
        attachment.ExpectThere();
        guard.IsRead = true;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (penalty, data) = (new RunningSum(), new RunningSum());
        foreach (var target in Placed.Where(p => !p.Penalty.IsConstraint).GroupBy(p => p.Target.Parameter.Handle)) Add(target);
        foreach (var tap in attachment.Taps)
        {
            var (own, others) = tap.SquaredGradients(Scale(tap.Rule), factor);
            penalty.Add(own);
            data.Add(others);
        }
        return Math.Sqrt(penalty.Value / data.Value);

        void Add(IEnumerable<PlacedPenalty> target)
        {
            if (target.First().Target.Parameter.grad is not { } gradient) return;
            var (own, inLoss) = (zeros_like(gradient), zeros_like(gradient));
            foreach (var p in target) p.AddGradientTo(modes.Of(p.Rule) == PenaltyMode.Loss ? inLoss : own, Scale(p.Rule));
            data.Add((gradient - inLoss).Squared().sum());
            penalty.Add(own.add_(inLoss, Scalars.One).Squared().sum());
        }
    }
}
