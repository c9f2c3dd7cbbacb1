using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// A linear layer of which weights are dropped: x (W∘M)ᵀ/(1 − rate) + b with M = 0 with probability rate, else 1; in eval mode x
/// Wᵀ + b.
/// </summary>
/// <remarks>
/// L. Wan et al., Regularization of neural networks using DropConnect, ICML 2013. Two liberties: biases are kept, and eval mode
/// takes the mean weights instead of the paper's Gaussian approximation (its section 3.2; <see cref="MonteCarlo"/> samples the
/// exact thing). W and b are the parameters <c>weight</c> and <c>bias</c>, initialized and drawn as <c>nn.Linear</c>'s, so
/// penalties find them.
/// </remarks>
public sealed class DropConnect : ScheduledNoise
{
    readonly Parameter weight;
    readonly Parameter? bias;
    readonly bool perRow;

    /// <summary>A layer from features to units.</summary>
    /// <param name="features">Inputs, 1 or more.</param>
    /// <param name="units">Outputs, 1 or more.</param>
    /// <param name="rate">From 0 to 1, 1 excluded; default ½, the paper's.</param>
    /// <param name="hasBias">Whether there is a b.</param>
    /// <param name="perRow">One M for each row, as in the paper: less noise in the gradient, but rows × units × features numbers
    /// a pass. Default false: one M for the whole batch.</param>
    /// <param name="seed">Of the layer's own generator of masks; null for torch's default generator.</param>
    /// <param name="device">Where its parameters live; default the CPU.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public DropConnect(
        int features,
        int units,
        double rate = 0.5,
        bool hasBias = true,
        bool perRow = false,
        ulong? seed = null,
        Device? device = null)
        : base(nameof(DropConnect), Require.Rate(rate) > 0, seed)
    {
        (Rate, this.perRow) = (rate, perRow);
        weight = New([Require.AtLeast(1, units), Require.AtLeast(1, features)], device);
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (hasBias) nn.init.uniform_(bias = New([units], device), -1 / Math.Sqrt(features), 1 / Math.Sqrt(features));
        RegisterComponents();
    }

    /// <summary>The probability that a weight is dropped.</summary>
    public double Rate { get; }

    /// <summary>W, units × features.</summary>
    public Parameter Weight => weight;

    /// <summary>b, one number per unit; null without.</summary>
    public Parameter? Bias => bias;

    /// <inheritdoc/>
    protected override Tensor Noisy(Tensor input)
    {
        Check(input);
        var rate = Scheduled(Rate);
        if (!perRow) return nn.functional.linear(input, weight * Noise.Mask(rate, weight.shape, weight), bias);
        var masked = weight * Noise.Mask(rate, [.. input.shape[..^1], .. weight.shape], weight);
        var output = masked.matmul(input.unsqueeze(-1)).squeeze(-1);
        return bias is null ? output : output.add(bias, Scalars.One);
    }

    /// <inheritdoc/>
    protected override Tensor Quiet(Tensor input) => nn.functional.linear(input, weight, bias);

    void Check(Tensor input)
    {
        if (input.Dimensions == 0 || input.shape[^1] != weight.shape[1])
            throw new ArgumentException(
                $"DropConnect takes {weight.shape[1]} features in the last dimension; given [{string.Join("×", input.shape)}].",
                nameof(input));
        if (input.dtype != weight.dtype)
            throw new ArgumentException(
                $"DropConnect's weights are {weight.dtype}, the input is {input.dtype}: input.to({weight.dtype}).",
                nameof(input));
        if (input.device.type != weight.device.type)
            throw new ArgumentException(
                $"DropConnect's weights are on {weight.device}, the input on {input.device}: input.to({weight.device}).",
                nameof(input));
    }

    // A parameter that a dispose scope owns would die with it.
    static Parameter New(long[] shape, Device? device)
    {
        var parameter = nn.Parameter(empty(shape, device: device));
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
