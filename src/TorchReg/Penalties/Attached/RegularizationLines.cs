using TorchReg.Optimizers;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

// The four lines of a loop.
public sealed partial class Regularization
{
    readonly PenaltyLine inLoss = new(PenaltyMode.Loss), inGradients = new(PenaltyMode.Gradient);

    /// <summary>
    /// The differentiable sum of the rules in <see cref="PenaltyMode.Loss"/>, to add to the loss anew in every step; 0 where
    /// there are none.
    /// </summary>
    /// <exception cref="InvalidOperationException">Gradients are off, or the last value never reached backward.</exception>
    public Tensor Value()
    {
        if (!is_grad_enabled()) throw MisuseText.WithoutGradients();
        attachment.ExpectThere();
        modes.Take(PenaltyMode.Loss);
        guard.Before(inLoss);
        var total = modes.Use(PenaltyMode.Loss) ? guard.Value(LossTerms(steps.AtValue())) : Zero();
        guard.After(inLoss);
        return total;
    }

    Tensor LossTerms(long step)
    {
        Tensor? total = null;
        foreach (var p in modes.In(PenaltyMode.Loss))
        {
            if (!p.IsTrainable) continue;
            var value = p.Value(Scale(p.Rule, step));
            if (guard.IsWatching && !value.requires_grad) throw MisuseText.Constant(p.Penalty);
            total = total is null ? value : total.add(value, Scalars.One);
        }
        foreach (var tap in attachment.Taps)
        {
            var value = tap.Take(Scale(tap.Rule, step));
            if (attachment.IsFirstLook(tap.Rule) && tap.FindsNothing == true)
                OnWarning(MisuseText.NoEffect(tap.Rule.Penalty, PenaltyMode.Loss));
            total = total is null ? value : total.add(value, Scalars.One);
        }
        return total ?? Zero();
    }

    Tensor Zero()
    {
        var any =
            attachment.Placed is [var first, ..] ? first.Target.Parameter : attachment.Model.parameters().FirstOrDefault();
        return any is null ? tensor(0f) : tensor(0.0, any.dtype, any.device);
    }

    /// <summary>
    /// Adds the gradients of the rules in <see cref="PenaltyMode.Gradient"/> to <c>.grad</c>; call it once a step, after backward
    /// and before the optimizer's step.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are no gradients yet, or the line stands at the wrong place.</exception>
    public void AddGradients() => AddGradientsOrLeave(null);

    /// <summary>The same; what can be a part of the given step's own pass is left to it.</summary>
    internal void AddGradientsOrLeave(OptimizerStep? step)
    {
        attachment.ExpectThere();
        modes.Take(PenaltyMode.Gradient);
        if (!modes.Use(PenaltyMode.Gradient) && !guard.IsWatching) return;
        guard.Before(inGradients);
        // A decay that acts between would change the weights that the gradient is of.
        var mayLeave = step != null && !guard.IsWatching && !modes.Use(PenaltyMode.Decoupled);
        if (modes.Use(PenaltyMode.Gradient)) AddTo(modes.In(PenaltyMode.Gradient), mayLeave ? step : null);
        guard.After(inGradients);
    }

    void AddTo(PlacedPenalty[] own, OptimizerStep? pass)
    {
        var step = steps.At(inGradients);
        using var noGrad = no_grad();
        foreach (var p in own)
        {
            if (!p.IsTrainable || pass != null && p.TryLeaveGradient(pass, Scale(p.Rule, step))) continue;
            using var gradient = p.Target.Parameter.grad ?? MakeGradient(p.Target);
            p.AddGradientTo(gradient, Scale(p.Rule, step));
        }
        inGradients.Calls++;
    }

    // A parameter that the loss does not reach is penalized as autograd would have it; where none has a gradient, backward is
    // missing.
    Tensor MakeGradient(ModelParameter target)
    {
        using var scope = NewDisposeScope();
        if (attachment.Model.parameters().All(p => p.grad is null)) throw MisuseText.NoGradient(target);
        target.Parameter.grad = zeros_like(target.Parameter);
        return target.Parameter.grad!.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// w := w·(1 − η·λ) for the rules in <see cref="PenaltyMode.Decoupled"/>; before <c>optimizer.step()</c> it is AdamW's order.
    /// </summary>
    /// <remarks>I. Loshchilov, F. Hutter, Decoupled weight decay regularization, ICLR 2019, algorithm 2.</remarks>
    /// <exception cref="ArgumentException">The optimizer has a weight decay of its own, or takes no such step.</exception>
    public void DecoupledStep(optim.Optimizer optimizer) => Step(PenaltyMode.Decoupled, optimizer);

    /// <summary>
    /// The proxes and projections of the rules in <see cref="PenaltyMode.Proximal"/>, with the step sizes of that optimizer and
    /// on the parameters that it has; call it after its step. With several optimizers, call it once for each.
    /// </summary>
    /// <exception cref="ArgumentException">The penalty's prox has no closed form under that optimizer's metric.</exception>
    public void ProximalStep(optim.Optimizer optimizer) => Step(PenaltyMode.Proximal, optimizer);

    /// <summary>The same, behind a step that was taken after <see cref="LeaveProxes"/>.</summary>
    internal void ProximalStepAfter(OptimizerStep taken, optim.Optimizer optimizer) =>
        Step(PenaltyMode.Proximal, optimizer, taken);

    /// <summary>Leaves to the step that is to come the proxes that can be a part of its own pass.</summary>
    internal void LeaveProxes(optim.Optimizer optimizer, OptimizerStep pass)
    {
        if (guard.IsWatching || !modes.Use(PenaltyMode.Proximal)) return;
        var lines = optimizers.Of(optimizer);
        // Looked up first: the joint proxes are those of the modes in force.
        lines.In(PenaltyMode.Proximal, modes);
        foreach (var joint in lines.Joints) joint.Leave(pass);
    }

    void Step(PenaltyMode mode, optim.Optimizer optimizer, OptimizerStep? taken = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        attachment.ExpectThere();
        modes.Take(mode);
        if (!modes.Use(mode) && !guard.IsWatching) return;
        var lines = optimizers.Of(optimizer);
        var line = lines.Of(mode);
        guard.Before(line);
        if (modes.Use(mode)) Step(line, lines, taken);
        guard.After(line);
    }

    void Step(PenaltyLine line, OptimizerLines lines, OptimizerStep? taken)
    {
        var own = lines.In(line.Mode, modes);
        if (line.Calls <= 1) optimizers.ExpectCovered(line, own);
        if (line.Calls == 0) WarnOfMissingGradients(line, own);
        var step = steps.At(line);
        using var noGrad = no_grad();
        foreach (var p in own)
        {
            lines.Own(p);
            p.Factor = Scale(p.Rule, step);
            if (line.Mode == PenaltyMode.Decoupled && p.IsTrainable) p.Decay(step, p.Factor);
        }
        if (line.Mode == PenaltyMode.Proximal)
            foreach (var joint in lines.Joints) joint.Apply(step, taken);
        line.Calls++;
    }
}
