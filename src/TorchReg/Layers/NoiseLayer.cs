using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// A layer that is noisy in training mode; in eval mode, and where its noise is none, it is the identity bit for bit and draws
/// nothing.
/// </summary>
/// <remarks>
/// The identity is a new handle of the same storage, never the given object: TorchSharp's Sequential disposes what a layer was
/// given.
/// </remarks>
public abstract class NoiseLayer : nn.Module<Tensor, Tensor>, IStochastic
{
    readonly bool isNoisy;

    /// <summary>A layer with a name for torch, whether there is any noise, and the seed of its numbers.</summary>
    protected NoiseLayer(string name, bool isNoisy, ulong? seed)
        : base(name) => (this.isNoisy, Noise) = (isNoisy, new NoiseSource(seed));

    /// <inheritdoc/>
    public NoiseSource Noise { get; }

    /// <summary>
    /// The noisy output in training mode, else the quiet one; of the input's shape but for <see cref="DropConnect"/>.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The input has whole numbers: scaled masks would be cut to whole numbers too.
    /// </exception>
    public sealed override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!input.is_floating_point())
            throw new ArgumentException(
                $"{name}: the input must be of a floating-point type; given {input.dtype}.",
                nameof(input));
        if (!training || !isNoisy) return Quiet(input);
        using var scope = NewDisposeScope();
        var output = Noisy(input);
        Noise.Passes++;
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>Whether it draws now.</summary>
    internal bool IsActive => isNoisy && training;

    /// <summary>Whether its noise acts on each element by itself, as <see cref="Draw"/> gives it.</summary>
    internal virtual bool IsElementwise => false;

    /// <summary>
    /// The noise of one pass in training mode, in the order and of the numbers that <see cref="forward"/> draws; null where it
    /// is of another kind.
    /// </summary>
    /// <param name="like">The input.</param>
    /// <param name="spare">Of the input's shape and type: may be filled and given back.</param>
    internal virtual ElementNoise? Draw(Tensor like, Tensor spare) => null;

    /// <summary><see cref="Draw"/> as a pass of its own, which schedules count.</summary>
    internal ElementNoise DrawPass(Tensor like, Tensor spare)
    {
        var drawn = Draw(like, spare)!.Value;
        Noise.Passes++;
        return drawn;
    }

    /// <summary>The output with noise.</summary>
    protected abstract Tensor Noisy(Tensor input);

    /// <summary>The output without noise: the input.</summary>
    protected virtual Tensor Quiet(Tensor input) => input.alias();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Noise.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Noise on each element by itself, x·factor + shift, each null where there is none and of the input's shape.</summary>
readonly struct ElementNoise(Tensor? factor, Tensor? shift)
{
    internal Tensor? Factor { get; } = factor;

    internal Tensor? Shift { get; } = shift;
}
