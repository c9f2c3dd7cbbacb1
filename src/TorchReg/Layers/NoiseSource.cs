using System.Buffers.Binary;
using TorchReg.Data;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// A layer's random numbers: with a seed they are a function of the seed and of how often the layer drew, the same on every
/// device, on every machine and in every floating-point type; without one they are torch's default generator's.
/// </summary>
/// <remarks>Seeded masks are made by a counter-based generator (<see cref="Philox"/>): on the host, which takes a small part of
/// libtorch's time, or, of 16,384 elements and more for another device, there, by operators that come to the same bits. Seeded
/// normal and uniform numbers are drawn on the host and moved; a layer without a seed draws on the device. Two layers with the
/// same seed draw the same, so give each its own.</remarks>
/// <param name="seed">The seed, or null for torch's default generator (<c>torch.manual_seed</c>).</param>
public sealed class NoiseSource(ulong? seed = null) : IDisposable
{
    // Masks are filled in pieces, since a span holds 2³¹ bytes; each piece is a draw of its own.
    internal long Piece { get; init; } = 1 << 26;

    // CUDA takes up to 64 KiB of the host's memory without waiting for what the device has still to do.
    internal long LeastOnDevice { get; set; } = 1 << 14;

    // Two numbers before passes were counted.
    const int StateSize = 3 * sizeof(ulong), StateSizeBefore = 2 * sizeof(ulong);

    Generator? generator;
    DevicePhilox? onDevice;
    ulong stream = seed ?? 0, draws;

    /// <summary>The seed; null where torch's default generator is used.</summary>
    public ulong? Seed { get; } = seed;

    /// <summary>Passes of its layer in which it was noisy, by which a schedule goes.</summary>
    public long Passes { get; internal set; }

    /// <summary>
    /// Its stream, how often it drew and in how many passes, 24 bytes as a new tensor; null without a seed: then the state is
    /// <c>torch.get_rng_state()</c>'s business.
    /// </summary>
    public Tensor? GetState()
    {
        if (Seed == null) return null;
        var bytes = new byte[StateSize];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, stream);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(sizeof(ulong)), draws);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(2 * sizeof(ulong)), Passes);
        return tensor(bytes);
    }

    /// <summary>Goes back to a state that <see cref="GetState"/> gave: what it drew after that, it draws again.</summary>
    /// <exception cref="InvalidOperationException">There is no seed, so there is no state of its own.</exception>
    /// <exception cref="ArgumentException">The tensor is no such state.</exception>
    public void SetState(Tensor state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Seed == null)
            throw new InvalidOperationException(
                "This layer has no seed and draws from torch's default generator; restore that with torch.set_rng_state.");
        if (state.dtype != ScalarType.Byte || state.NumberOfElements is not (StateSize or StateSizeBefore))
            throw new ArgumentException(
                $"A noise source's state is {StateSize} bytes; given {state.NumberOfElements} of {state.dtype}.",
                nameof(state));
        using var host = state.cpu();
        var bytes = host.data<byte>().ToArray();
        (stream, draws) = (
            BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(sizeof(ulong))));
        Passes = bytes.Length == StateSize
            ? Math.Max(0, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(2 * sizeof(ulong)))) : (long)draws;
    }

    /// <summary>
    /// 1 with the given probability, else 0; of that shape, with the type and device of <paramref name="like"/>.
    /// </summary>
    public Tensor Bernoulli(double probability, long[] shape, Tensor like) => Chosen(probability, 1, shape, like);

    /// <summary>An inverted mask: 1/(1 − rate) with probability 1 − rate, else 0. Its expectation is 1.</summary>
    public Tensor Mask(double rate, long[] shape, Tensor like) => Chosen(1 - rate, 1 / (1 - rate), shape, like);

    /// <summary>
    /// Fills a tensor with the inverted mask that <see cref="Mask"/> would draw; false, having drawn nothing, where it is not
    /// float32 in the host's memory, or there is no seed.
    /// </summary>
    internal bool TryMask(Tensor mask, double rate)
    {
        if (Seed == null || !HostMemory.TryGet<float>(mask, out _)) return false;
        Fill(mask, 1 - rate, (float)(1 / (1 - rate)));
        return true;
    }

    /// <summary>Normally distributed numbers; of that shape, with the type and device of <paramref name="like"/>.</summary>
    public Tensor Normal(double mean, double standardDeviation, long[] shape, Tensor like) =>
        Drawn(shape, like, (t, source) => t.normal_(mean, standardDeviation, source));

    /// <summary>Uniform numbers from low to high; of that shape, with the type and device of <paramref name="like"/>.</summary>
    public Tensor Uniform(double low, double high, long[] shape, Tensor like) =>
        Drawn(shape, like, (t, source) => t.uniform_(low, high, source));

    Tensor Drawn(long[] shape, Tensor like, Func<Tensor, Generator?, Tensor> fill)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        // Half types are drawn in float32: not every libtorch samples them on the CPU.
        var type = like.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        if (Seed != null) (generator ??= new Generator()).manual_seed((long)SplitMix64.Substream(stream, draws++).Next());
        return fill(empty(shape, type, Seed == null ? like.device : CPU), generator)
            .to(like.dtype, like.device)
            .MoveToOuterDisposeScope();
    }

    Tensor Chosen(double probability, double value, long[] shape, Tensor like)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        // A float32 value has too few digits for float64.
        var isDouble = like.dtype == ScalarType.Float64;
        var chosen = InFloat32(probability, isDouble ? 1 : value, shape, like).to(like.dtype, like.device);
        return (isDouble && value != 1 ? chosen.mul_(Scalars.Of(value)) : chosen).MoveToOuterDisposeScope();
    }

    Tensor InFloat32(double probability, double value, long[] shape, Tensor like)
    {
        if (Seed != null && !HostMemory.Has(like) && shape.Aggregate(1L, (a, b) => a * b) >= LeastOnDevice)
            return OnDevice(probability, (float)value, shape, like.device);
        var mask = empty(shape, ScalarType.Float32, Seed == null ? like.device : CPU);
        if (Seed != null) Fill(mask, probability, (float)value);
        // Uniform numbers, because the CPU's bernoulli_ takes four times as long.
        else mask.uniform_(0, 1).lt_(Scalars.Of(probability)).mul_(Scalars.Of(value));
        return mask;
    }

    // In the host's pieces.
    Tensor OnDevice(double probability, float value, long[] shape, Device device)
    {
        if (onDevice is not { } own || own.Key != stream || !own.IsOn(device))
        {
            onDevice?.Dispose();
            onDevice = new(stream, device);
        }
        var count = shape.Aggregate(1L, (a, b) => a * b);
        var pieces = new List<Tensor>();
        for (long start = 0; start < count; start += Piece)
            pieces.Add(onDevice.Bernoulli(Math.Min(Piece, count - start), probability, value, draws++));
        return (pieces is [var only] ? only : cat(pieces)).view(shape);
    }

    void Fill(Tensor mask, double probability, float value)
    {
        var count = mask.NumberOfElements;
        if (count <= Piece)
        {
            FillPiece(mask, probability, value);
            return;
        }
        var flat = mask.view(-1);
        for (long start = 0; start < count; start += Piece)
            FillPiece(flat.narrow(0, start, Math.Min(Piece, count - start)), probability, value);
    }

    // A new mask on the host is without gaps.
    void FillPiece(Tensor piece, double probability, float value) =>
        Philox.Bernoulli(HostMemory.Of<float>(piece), probability, value, stream, draws++);

    /// <summary>Frees its generator.</summary>
    public void Dispose()
    {
        onDevice?.Dispose();
        onDevice = null;
        generator?.Dispose();
        generator = null;   // one that is disposed must not be seeded: TorchSharp's process ends
    }
}
