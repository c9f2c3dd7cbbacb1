using TorchReg.Kernels;
using TorchReg.Penalties;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>Scales gradients down to a Euclidean norm over all of them, by max/(norm + 10⁻⁶) where that is below 1.</summary>
/// <remarks>
/// torch's <c>clip_grad_norm_</c> gives the norm back as a number, for which a host waits in every step: of gradients on a device
/// the factor stays there. R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks, ICML 2013,
/// algorithm 1.
/// </remarks>
static class NormClipping
{
    internal static void Clip(Parameter[] parameters, double most)
    {
        if (HostMemory.Has(parameters[0])) nn.utils.clip_grad_norm_(parameters, most);
        else OnDevice(parameters, most);
    }

    static void OnDevice(Parameter[] parameters, double most)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        if (gradients.Length == 0) return;
        var squares = stack([.. gradients.Select(gradient => HalfPrecision.Full(gradient).Squared().sum())]);
        var factor = squares.sum().sqrt().add_(Scalars.Of(1e-6), Scalars.One).reciprocal_()
            .mul_(Scalars.Of(most)).clamp_max(Scalars.One);
        foreach (var gradient in gradients) gradient.mul_(factor);
    }
}
