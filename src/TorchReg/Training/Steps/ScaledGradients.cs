using TorchReg.Kernels;
using TorchReg.Objectives;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>Gradients of a loss that was multiplied by a scale.</summary>
static class ScaledGradients
{
    /// <summary>
    /// Divides the gradients by the scale; false, having left them as they are, where one is not finite. Of gradients on a device
    /// it reads one number.
    /// </summary>
    internal static bool TryUnscale(Parameter[] parameters, LossScale scale)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] gradients = [.. parameters.Select(p => p.grad).OfType<Tensor>()];
        if (!AreFinite(gradients)) return false;
        if (scale.Factor != 1)
            foreach (var gradient in gradients) gradient.mul_(Scalars.Of(1 / scale.Factor));
        return true;
    }

    // 0·g is 0 for a finite g, else no number.
    static bool AreFinite(Tensor[] gradients)
    {
        Tensor? sum = null;
        foreach (var gradient in gradients)
        {
            if (HostMemory.TryGet<float>(gradient, out var elements))
            {
                if (!Finite.All<float>(elements)) return false;
                continue;
            }
            var own = gradient.mul(Scalars.Of(0)).sum();
            sum = sum is null ? own : sum.add_(own, Scalars.One);
        }
        return sum is null || sum.ReadDouble() == 0;
    }
}
