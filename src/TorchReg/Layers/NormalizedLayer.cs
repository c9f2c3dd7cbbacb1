using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// A layer that is linear in its weight, Linear or a convolution, by another weight: what it gives without its bias is scaled,
/// for each output unit or for all, and then the bias added. So any of its forms works, whatever its strides and groups.
/// </summary>
public abstract class NormalizedLayer : nn.Module<Tensor, Tensor>
{
    readonly nn.Module<Tensor, Tensor> layer;

    private protected NormalizedLayer(string name, nn.Module<Tensor, Tensor> layer) : base(name)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (WeightOf(layer) is null)
            throw new ArgumentException(
                $"{name} takes a Linear, Conv1d, Conv2d or Conv3d; given {layer.GetType().Name}.", nameof(layer));
        this.layer = layer;
        register_module(nameof(layer), layer);
    }

    /// <summary>The layer's own weight, which is trained: before it is normalized.</summary>
    public Parameter Weight => WeightOf(layer)!;

    /// <summary>The layer's bias, which is not touched; null without.</summary>
    public Parameter? Bias => layer switch
    {
        Linear linear => linear.bias,
        Convolution convolution => convolution.bias,
        _ => null,
    };

    /// <summary>The weight that the layer acts by: a new tensor.</summary>
    public Tensor EffectiveWeight()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var factor = Factor();
        long[] shape = [factor.NumberOfElements, .. Enumerable.Repeat(1L, (int)Weight.Dimensions - 1)];
        return (Weight * factor.reshape(shape)).MoveToOuterDisposeScope();
    }

    static Parameter? WeightOf(nn.Module layer) => layer switch
    {
        Linear linear => linear.weight,
        Conv1d convolution => convolution.weight,
        Conv2d convolution => convolution.weight,
        Conv3d convolution => convolution.weight,
        _ => null,
    };

    /// <summary>What the weight is multiplied by: one number, or one for each output unit.</summary>
    private protected abstract Tensor Factor();

    /// <summary>The layer's output by the normalized weight.</summary>
    public sealed override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        var places = layer is Linear ? 0 : (int)Weight.Dimensions - 2;
        long[] perUnit = [-1, .. Enumerable.Repeat(1L, places)];
        var factor = Factor().reshape(perUnit);
        var given = layer.call(input);
        if (Bias is not { } bias) return (given * factor).MoveToOuterDisposeScope();
        var shift = bias.reshape(perUnit);
        return (given - shift).mul(factor).add(shift, Scalars.One).MoveToOuterDisposeScope();
    }
}
