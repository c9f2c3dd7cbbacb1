using static TorchSharp.torch;

namespace TorchReg.Articles;

/// <summary>∇f at a point in two independent ways, to hold formulas against.</summary>
public static class Gradients
{
    /// <summary>By autograd.</summary>
    /// <param name="f">From n numbers to one.</param>
    /// <param name="at">The point.</param>
    public static Tensor ByAutograd(Func<Tensor, Tensor> f, Tensor at)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        var w = at.detach().clone().requires_grad_();
        f(w).backward();
        return w.grad!;
    }

    /// <summary>By central differences, (f(w + h eⱼ) − f(w − h eⱼ))/(2h) with h = 10⁻⁶; in float64 good to about 10⁻⁹.</summary>
    /// <param name="f">From n numbers to one.</param>
    /// <param name="at">The point, float64.</param>
    public static Tensor ByDifferences(Func<Tensor, Tensor> f, Tensor at)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        const double h = 1e-6;
        using var noGrad = no_grad();
        return stack([
            .. eye(at.numel(), dtype: at.dtype)
                .unbind()
                .Select(unit =>
                    (f(at.add(unit * Scalars.Of(h), Scalars.One)) - f(at - unit * Scalars.Of(h))) / Scalars.Of(2 * h))
        ]);
    }
}
