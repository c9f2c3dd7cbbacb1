using TorchReg.Layers;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Augmentation;

/// <summary>
/// In training mode every row becomes s·x + (1 − s)·x′, with x′ another row of its batch and one s ~ Beta(α, α) a batch, and the
/// loss s·ℓ(ŷ, y) + (1 − s)·ℓ(ŷ, y′). In eval mode rows and loss are the plain ones. It is two parts: the first layer of a model,
/// and
/// <see cref="MixedLoss"/> around the loss; with both it works in any loop and in <c>Trainer.Fit</c>.
/// </summary>
/// <remarks>
/// H. Zhang, M. Cissé, Y. N. Dauphin, D. Lopez-Paz, mixup: beyond empirical risk minimization, ICLR 2018, section 2.
/// </remarks>
public sealed class Mixup : NoiseLayer
{
    (double Share, Tensor Partner)? mixed;

    /// <summary>Mixes rows.</summary>
    /// <param name="alpha">α, 0 or more; the paper's range is 0.1 to 0.4. 0 mixes nothing.</param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    public Mixup(double alpha, ulong? seed = null) : base(nameof(Mixup), Require.NonNegative(alpha) > 0, seed) => Alpha = alpha;

    /// <summary>α.</summary>
    public double Alpha { get; }

    /// <summary>
    /// The loss that goes with the layer: that of the rows that it mixed last, or the plain one after a pass in eval mode.
    /// </summary>
    /// <exception cref="ArgumentException">When called: the rows are not those of the layer's last pass.</exception>
    public Loss MixedLoss(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Changed($"{loss.Name}, mixup", value => (prediction, target) => Value(value, prediction, target));
    }

    Tensor Value(Func<Tensor, Tensor, Tensor> loss, Tensor prediction, Tensor target)
    {
        if (mixed is not var (share, partner)) return loss(prediction, target);
        if (partner.shape[0] != target.shape[0])
            throw new ArgumentException(
                $"{nameof(Mixup)} mixed {partner.shape[0]} rows, and the loss has {target.shape[0]}: call the model on a " +
                "batch, then the loss on the same batch.",
                nameof(target));
        return (loss(prediction, target) * Scalars.Of(share)).add(
            loss(prediction, target.index_select(0, partner)) * Scalars.Of(1 - share),
            Scalars.One);
    }

    /// <inheritdoc/>
    protected override Tensor Noisy(Tensor input)
    {
        Forget();
        var like = empty([0L], ScalarType.Float32, input.device);
        var partner = Noise.Uniform(0, 1, [input.shape[0]], like).argsort();
        var share = Share();
        mixed = (share, partner.DetachFromDisposeScope());
        return (input * Scalars.Of(share)).add(input.index_select(0, partner) * Scalars.Of(1 - share), Scalars.One);
    }

    /// <inheritdoc/>
    protected override Tensor Quiet(Tensor input)
    {
        Forget();
        return base.Quiet(input);
    }

    // Beta(α, α): below 1 by M. D. Jöhnk, Metrika 8 (1964), p. 5; else by rejection from the uniform, whose density lies below
    // its top.
    internal double Share()
    {
        while (true)
        {
            using var scope = NewDisposeScope();
            var drawn = Noise.Uniform(0, 1, [2], empty([0L], ScalarType.Float64));
            var (u, v) = (drawn[0].ReadDouble(), drawn[1].ReadDouble());
            var (x, y) = (Math.Pow(u, 1 / Alpha), Math.Pow(v, 1 / Alpha));
            if (Alpha < 1 && x + y is > 0 and <= 1) return x / (x + y);
            if (Alpha >= 1 && v <= Math.Pow(4 * u * (1 - u), Alpha - 1)) return u;
        }
    }

    void Forget()
    {
        mixed?.Partner.Dispose();
        mixed = null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Forget();
        base.Dispose(disposing);
    }
}
