using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Watches the first steps of a loop for a penalty that does nothing: a value that backward never reached (computed outside the
/// differentiated part, under no_grad, or detached), or a mode whose line is missing from the loop.
/// </summary>
sealed class NoOpWatch(IReadOnlyCollection<PenaltyMode> modes)
{
    const int WatchedSteps = 3;
    readonly HashSet<PenaltyMode> seen = [];
    Reach? pending;
    int steps;

    bool IsWatching => steps < WatchedSteps;

    /// <summary>The value as it goes into the loss; the previous one must have been differentiated by now.</summary>
    internal Tensor Value(Tensor value)
    {
        if (!is_grad_enabled())
            throw new InvalidOperationException(
                "The penalty's value was asked for without gradients (no_grad), where it is a constant that changes no weight: " +
                "compute Value() where the loss is computed, or use Total() for logging.");
        if (!IsWatching) return value;
        ExpectReached();
        if (!seen.Add(PenaltyMode.Loss) && modes.Count == 1) steps++;
        pending = new Reach();
        return ReachProbe.On(value, pending);
    }

    /// <summary>A line that stands after backward, once a step.</summary>
    internal void After(PenaltyMode mode)
    {
        if (!IsWatching) return;
        ExpectReached();
        if (seen.Add(mode)) return;
        foreach (var missing in modes.Except(seen)) throw Missing(missing);
        steps++;
        seen.Clear();
        seen.Add(mode);
    }

    void ExpectReached()
    {
        if (pending is { Reached: false })
            throw new InvalidOperationException(
                "The penalty does nothing: backward() never reached the value that Value() gave. Add it, fresh, to the loss that is " +
                "differentiated, in every step; for logging use Total().");
        pending = null;
    }

    static InvalidOperationException Missing(PenaltyMode mode) => new($"A rule in PenaltyMode.{mode} does nothing in this loop: " + mode switch
    {
        PenaltyMode.Loss => "add Value() to the loss in every step.",
        PenaltyMode.Gradient => "call AddGradients() after backward() and before optimizer.step().",
        PenaltyMode.Decoupled => "call DecoupledStep(optimizer) before optimizer.step().",
        _ => "call ProximalStep(optimizer) after optimizer.step().",
    });
}

/// <summary>Whether a gradient came by.</summary>
sealed class Reach
{
    internal bool Reached { get; set; }
}

/// <summary>The identity, which notes that a gradient came by.</summary>
sealed class ReachProbe : autograd.SingleTensorFunction<ReachProbe>
{
    // Forward runs at once and on this thread. Only tensors are arguments: what else may be one differs between versions.
    [ThreadStatic] static Reach? next;

    public override string Name => nameof(ReachProbe);

    internal static Tensor On(Tensor value, Reach reach)
    {
        next = reach;
        return apply(value);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data("reach", next!);
        return ((Tensor)vars[0]).clone();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        ((Reach)ctx.get_data("reach")).Reached = true;
        return [grad_output.clone()];
    }
}
