using static TorchSharp.torch;

namespace TorchReg.Kernels;

/// <summary>
/// The numbers of <see cref="Philox"/> bit for bit, by libtorch's operators on int64 tensors, for memory that is not the host's.
/// A mask of any size is 85 operators, and nothing is copied to the device but a key's constants, once.
/// </summary>
/// <remarks>
/// A product of two 32-bit words has 64 bits, of which int64 keeps all: its upper word is what a shift and a mask leave, whatever
/// the sign. The words c0 and c2 are the rows of one tensor and c1 and c3 of another, so that a round is seven operators.
/// </remarks>
sealed class DevicePhilox : IDisposable
{
    const long Low = 0xFFFFFFFF;

    readonly Device device;
    readonly Tensor multipliers, low, half;
    readonly Tensor[] keys;

    internal DevicePhilox(ulong key, Device device)
    {
        (Key, this.device) = (key, device);
        using var scope = NewDisposeScope();
        long[] constants = [Philox.FirstMultiplier, Philox.SecondMultiplier, Low, 32, .. Keys(key)];
        var table = HostMemory.Filled<long>(constants, device, constants.Length, 1);
        Tensor Rows(long first, long count) => table.narrow(0, first, count).DetachFromDisposeScope();
        (multipliers, low, half) = (Rows(0, 2), Rows(2, 1), Rows(3, 1));
        keys = [.. Enumerable.Range(0, Philox.Rounds).Select(round => Rows(4 + (2 * round), 2))];
    }

    internal ulong Key { get; }

    internal bool IsOn(Device other) => device.type == other.type && device.index == other.index;

    // Of each round, for the first row and for the second.
    static IEnumerable<long> Keys(ulong key)
    {
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Philox.Rounds; round++)
        {
            yield return k0;
            yield return k1;
            (k0, k1) = (unchecked(k0 + Philox.FirstWeyl), unchecked(k1 + Philox.SecondWeyl));
        }
    }

    /// <summary>What <see cref="Philox.Bernoulli"/> fills that many elements with.</summary>
    /// <param name="count">Elements, 1 or more.</param>
    /// <param name="probability">From 0 to 1.</param>
    /// <param name="value">What stands where it happens.</param>
    /// <param name="draw">The number of the draw in its stream.</param>
    internal Tensor Bernoulli(long count, double probability, float value, ulong draw)
    {
        var limit = (long)Math.Round(probability * 4294967296.0);
        if (limit > uint.MaxValue) return full([count], Scalars.Of(value), ScalarType.Float32, device);
        using var scope = NewDisposeScope();
        var chunks = (count + Philox.Chunk - 1) / Philox.Chunk;
        using var words = Words(chunks * Philox.Lanes, draw);
        // Word j of block i is lane i of the j-th eight of its chunk.
        var chosen = words.lt(Scalars.Of(limit)).view(4, chunks, Philox.Lanes).permute(1, 0, 2).reshape(-1).narrow(0, 0, count);
        var mask = chosen.to(ScalarType.Float32);
        return (value == 1 ? mask : mask.mul_(Scalars.Of(value))).MoveToOuterDisposeScope();
    }

    // The four words of the first blocks, 2 × 2 × blocks.
    Tensor Words(long blocks, ulong draw)
    {
        var counter = arange(Scalars.Of(0), Scalars.Of(blocks), Scalars.One, ScalarType.Int64, device);
        var x = stack([counter, full_like(counter, Scalars.Of((long)(draw & Low)))]);
        var y = zeros_like(x);
        if (draw > Low) y.select(0, 1).fill_(Scalars.Of((long)(draw >> 32)));
        foreach (var key in keys)
        {
            using var product = x.mul(multipliers);
            var crossed = product.flip(0);
            x.Dispose();
            x = crossed.bitwise_right_shift(half).bitwise_xor_(y).bitwise_xor_(key).bitwise_and_(low);
            y.Dispose();
            y = crossed.bitwise_and_(low);
        }
        return stack([x, y], 1);
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[multipliers, low, half, .. keys]) tensor.Dispose();
    }
}
