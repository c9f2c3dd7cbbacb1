using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>SGD with momentum μ and dampening τ, plain where μ is 0.</summary>
sealed record SgdKind(double Momentum, double Dampening, bool IsNesterov) : StackedKind
{
    internal override StackedMove Move() => new SgdMove(this);

    internal override double Factor(long finished) => Factor(Momentum, Dampening, IsNesterov, finished);

    /// <summary>The multiple of η·g by which a step moves w, after this many of a gradient that stays g.</summary>
    internal static double Factor(double momentum, double dampening, bool isNesterov, long finished)
    {
        if (momentum == 0) return 1;
        // What the buffer holds after this many gradients of 1.
        var atRest = (1 - dampening) / (1 - momentum);
        var buffer = atRest + Math.Pow(momentum, finished) * (1 - atRest);
        return isNesterov ? 1 + momentum * buffer : buffer;
    }
}

sealed class SgdMove(SgdKind kind) : StackedMove
{
    Tensor? buffer;

    internal override void Take(Tensor w, Tensor g, Tensor rates)
    {
        if (kind.Momentum != 0) Remember(g);
        using var ahead = kind.IsNesterov && buffer is not null ? g.add(buffer, Scalars.Of(kind.Momentum)) : null;
        w.addcmul_(ahead ?? buffer ?? g, rates, Scalars.Of(-1.0));
    }

    void Remember(Tensor g)
    {
        if (buffer is null) buffer = g.clone().DetachFromDisposeScope();
        else buffer.mul_(Scalars.Of(kind.Momentum)).add_(g, Scalars.Of(1 - kind.Dampening));
    }

    public override void Dispose() => buffer?.Dispose();
}
