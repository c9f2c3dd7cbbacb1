using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>How far a penalty's gradient is from its value's.</summary>
static class GradientLaws
{
    /// <summary>|closed-form gradient − central difference of the value|, at a point without kinks.</summary>
    internal static double DifferenceError(Penalty penalty, long[] shape)
    {
        const double h = 1e-6;
        var w = LawPoints.Normal(shape, 1);
        var closed = zeros_like(w);
        penalty.AddGradient(w, closed);
        var error = 0.0;
        for (var i = 0; i < w.numel(); i++)
        {
            var (up, down) = (w.clone(), w.clone());
            up.view(-1)[i].add_(Scalars.Of(h), Scalars.One);
            down.view(-1)[i].add_(Scalars.Of(-h), Scalars.One);
            var difference = (penalty.Value(up) - penalty.Value(down)).ReadDouble() / (2 * h);
            error = Worse(error, Math.Abs(difference - closed.view(-1)[i].ReadDouble()));
        }
        return error;
    }

    /// <summary>|closed-form gradient − autograd's|.</summary>
    internal static double AutogradError(Penalty penalty, long[] shape)
    {
        var w = LawPoints.Normal(shape, 2).requires_grad_();
        using (enable_grad()) penalty.Value(w).backward();
        var closed = zeros_like(w, requires_grad: false);
        using (no_grad()) penalty.AddGradient(w, closed);
        return w.grad is { } gradient ? (closed - gradient).abs().max().ReadDouble() : double.PositiveInfinity;
    }

    /// <summary>|gradient added twice − gradient added with scale 2|, onto something.</summary>
    internal static double ScalingError(Penalty penalty, long[] shape)
    {
        var w = LawPoints.Normal(shape, 6);
        var (twice, scaled) = (ones_like(w), ones_like(w));
        penalty.AddGradient(w, twice);
        penalty.AddGradient(w, twice);
        penalty.AddGradient(w, scaled, 2);
        return (twice - scaled).abs().max().ReadDouble();
    }

    // NaN is the worst.
    static double Worse(double a, double b) => double.IsNaN(b) || b > a ? b : a;
}
