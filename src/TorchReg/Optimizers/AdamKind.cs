using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>Adam, AdamW and AMSGrad, which keeps the largest mean of squares; where decay goes is the row's business.</summary>
sealed record AdamKind(double Beta1, double Beta2, double Epsilon, bool KeepsLargest) : StackedKind
{
    internal override StackedMove Move() => new StackedAdam(this);
}

/// <summary>Adam's step, as <see cref="AdamMove"/> takes it, with a column of rates.</summary>
sealed class StackedAdam(AdamKind kind) : StackedMove
{
    Tensor? mean, squares, largest, divisors;
    long step;

    internal override Tensor? Divisors => divisors;

    internal override void Take(Tensor w, Tensor g, Tensor rates)
    {
        mean ??= zeros_like(g).DetachFromDisposeScope();
        squares ??= zeros_like(g).DetachFromDisposeScope();
        step++;
        mean.mul_(Scalars.Of(kind.Beta1)).add_(g, Scalars.Of(1 - kind.Beta1));
        squares.mul_(Scalars.Of(kind.Beta2)).addcmul_(g, g, Scalars.Of(1 - kind.Beta2));
        divisors = Squares().sqrt().div_(Scalars.Of(Math.Sqrt(1 - Math.Pow(kind.Beta2, step))))
            .add_(Scalars.Of(kind.Epsilon), Scalars.One);
        using var direction = mean.div(divisors);
        w.addcmul_(direction, rates, Scalars.Of(-1 / (1 - Math.Pow(kind.Beta1, step))));
    }

    Tensor Squares()
    {
        if (!kind.KeepsLargest) return squares!;
        return largest = largest is null ? squares!.clone().DetachFromDisposeScope() : AdamMove.Larger(largest, squares!);
    }

    public override void Dispose()
    {
        mean?.Dispose();
        squares?.Dispose();
        largest?.Dispose();
    }
}
