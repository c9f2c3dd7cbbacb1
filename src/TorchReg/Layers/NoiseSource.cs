using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// A layer's random numbers: from a generator of its own where it has a seed, else from torch's default generator.
/// The same seed gives the same masks on every device and in every floating-point type.
/// </summary>
/// <remarks>Seeded numbers are drawn on the CPU and moved, because TorchSharp makes CPU generators only: on CUDA a layer without a seed
/// is faster. Two layers with the same seed draw the same numbers, so give each its own.</remarks>
/// <param name="seed">The generator's seed, or null for torch's default generator (<c>torch.manual_seed</c>).</param>
public sealed class NoiseSource(ulong? seed = null) : IDisposable
{
    readonly Generator? generator = seed is { } value ? new Generator(value) : null;

    /// <summary>The seed; null where torch's default generator is used.</summary>
    public ulong? Seed { get; } = seed;

    /// <summary>The state of the own generator, a new tensor of bytes; null without a seed: then it is <c>torch.get_rng_state()</c>'s business.</summary>
    public Tensor? GetState() => generator?.get_state();

    /// <summary>Puts the own generator into a state that <see cref="GetState"/> gave: what it drew after that, it draws again.</summary>
    /// <exception cref="InvalidOperationException">There is no seed, so there is no generator of its own.</exception>
    public void SetState(Tensor state)
    {
        if (generator == null)
            throw new InvalidOperationException("This layer has no seed and draws from torch's default generator; restore that with torch.set_rng_state.");
        generator.set_state(state);
    }

    /// <summary>1 with the given probability (to 2⁻²⁴), else 0; of that shape, with the type and device of <paramref name="like"/>.</summary>
    public Tensor Bernoulli(double probability, long[] shape, Tensor like) =>
        Draw(shape, ScalarType.Float32, like, t => t.uniform_(0, 1, generator).lt_(probability));

    /// <summary>An inverted mask: 1/(1 − rate) with probability 1 − rate, else 0. Its expectation is 1.</summary>
    public Tensor Mask(double rate, long[] shape, Tensor like)
    {
        using var scope = NewDisposeScope();
        return Bernoulli(1 - rate, shape, like).mul_(1 / (1 - rate)).MoveToOuterDisposeScope();
    }

    /// <summary>Uniform numbers from low to high; of that shape, with the type and device of <paramref name="like"/>.</summary>
    public Tensor Uniform(double low, double high, long[] shape, Tensor like) =>
        Draw(shape, TypeOf(like), like, t => t.uniform_(low, high, generator));

    /// <summary>Normally distributed numbers; of that shape, with the type and device of <paramref name="like"/>.</summary>
    public Tensor Normal(double mean, double standardDeviation, long[] shape, Tensor like) =>
        Draw(shape, TypeOf(like), like, t => t.normal_(mean, standardDeviation, generator));

    static ScalarType TypeOf(Tensor like) => like.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;

    // Half types are drawn in float32: not every libtorch samples them on the CPU. Uniform numbers, because the CPU's bernoulli_ takes
    // four times as long.
    Tensor Draw(long[] shape, ScalarType type, Tensor like, Func<Tensor, Tensor> fill)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var drawn = fill(empty(shape, type, generator == null ? like.device : CPU));
        return drawn.to(like.dtype, like.device).MoveToOuterDisposeScope();
    }

    /// <summary>Frees the generator.</summary>
    public void Dispose() => generator?.Dispose();
}
