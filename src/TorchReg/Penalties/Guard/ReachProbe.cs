using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>Whether a gradient came by.</summary>
sealed class Reach
{
    Tensor? passed;

    internal bool Reached => passed is not null;

    /// <summary>
    /// The gradient that goes on. It is held here: TorchSharp does not, and outside a scope the collector may free it while
    /// libtorch reads it.
    /// </summary>
    internal Tensor Pass(Tensor gradient) => passed = gradient.clone();
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

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        [((Reach)ctx.get_data("reach")).Pass(grad_output)];
}
