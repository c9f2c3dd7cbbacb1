using TorchReg.Kernels;
using TorchSharp.Modules;

namespace TorchReg.Optimizers;

/// <summary>A parameter in an optimizer's step, with what penalties leave to the pass over it.</summary>
sealed class SteppedParameter(Parameter parameter, ParamGroup group, OptimizerState state)
{
    Shrinks pending;

    internal Parameter Parameter => parameter;

    /// <summary>Whether the optimizer has it more than once, and moves it as often.</summary>
    internal bool IsRepeated { get; set; }

    /// <summary>Whether the last step made the prox that was left to it.</summary>
    internal bool TookProx { get; private set; }

    // Whether parameter and gradient are what one pass takes.
    bool IsPlain()
    {
        using var gradient = parameter.grad;
        return gradient is not null && OnePass.TryGet(parameter, gradient, out _, out _);
    }

    /// <summary>
    /// Leaves g += l1·sign(w) + l2·w to the step; false where there is one already, or numbers that no pass takes.
    /// </summary>
    internal bool TryLeaveGradient(double l1, double l2)
    {
        if (pending.HasGradient || !IsPlain()) return false;
        pending = pending with { GradientL1 = l1, GradientL2 = l2, HasGradient = true };
        return true;
    }

    /// <summary>
    /// Leaves the prox of l1‖w‖₁ + (l2/2)‖w‖² in the step's own metric to it; <see cref="TookProx"/> says whether it came to it.
    /// </summary>
    internal void LeaveProx(double l1, double l2) => pending = pending with { ProxL1 = l1, ProxL2 = l2, HasProx = true };

    /// <summary>The step, by one pass or by torch's operators, after which nothing is left.</summary>
    internal void Take(OptimizerAdapter adapter)
    {
        var shrinks = pending;
        (pending, TookProx) = (default, false);
        using var gradient = parameter.grad;
        if (gradient is null) return;
        if (adapter.TryMove(parameter, gradient, group.Options, state, shrinks))
        {
            TookProx = shrinks.HasProx;
            return;
        }
        if (shrinks.HasGradient) Shrinkage.AddSubgradient(parameter, gradient, shrinks.GradientL1, shrinks.GradientL2);
        adapter.Move(parameter, gradient, group.Options, state);
    }
}
