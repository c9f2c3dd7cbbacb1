using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// Weight normalization: the weights into unit i are gᵢ vᵢ/‖vᵢ‖₂, so that their length and their direction are trained apart.
/// v is the layer's own weight, g the parameter <c>scale</c>; at the beginning g = ‖v‖, and the layer gives what it gave.
/// </summary>
/// <remarks>
/// T. Salimans, D. P. Kingma, Weight normalization: a simple reparameterization to accelerate training of deep neural networks,
/// NIPS 2016, equation 2; torch's <c>weight_norm</c> with dim = 0. A penalty on <c>layer.weight</c> acts on v, whose length
/// means nothing here; to shrink weights place it on <c>scale</c>. A unit with v = 0 stays 0.
/// </remarks>
public sealed class WeightNormalized : NormalizedLayer
{
    // Of a unit whose weights are all 0 the direction is none, and the quotient 0.
    const double Least = 1e-12;

    readonly Parameter scale;

    /// <summary>Normalizes a layer.</summary>
    /// <param name="layer">Linear, Conv1d, Conv2d or Conv3d, which it takes over.</param>
    /// <exception cref="ArgumentException">The layer is another.</exception>
    public WeightNormalized(nn.Module<Tensor, Tensor> layer) : base(nameof(WeightNormalized), layer)
    {
        using (no_grad()) scale = nn.Parameter(Lengths());
        scale.DetachFromDisposeScope();
        register_parameter(nameof(scale), scale);
    }

    /// <summary>g, one number for each unit.</summary>
    public Parameter Scale => scale;

    private protected override Tensor Factor() => scale / Lengths();

    // Not norm(): its gradient at 0 is no number.
    Tensor Lengths() => Weight.flatten(1).Squared().sum(1).clamp_min(Scalars.Of(Least * Least)).sqrt();
}
