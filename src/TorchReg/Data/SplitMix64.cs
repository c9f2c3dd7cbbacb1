namespace TorchReg.Data;

/// <summary>
/// The generator sᵢ₊₁ = sᵢ + 0x9E3779B97F4A7C15, xᵢ = mix(sᵢ): the same numbers on every machine and
/// every version of .NET, which <see cref="Random"/> does not promise.
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, figure 17.
/// </summary>
/// <param name="seed">Any value; equal seeds give equal sequences.</param>
public sealed class SplitMix64(ulong seed)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;
    private ulong state = seed;

    /// <summary>
    /// The generator of substream <paramref name="index"/> of <paramref name="seed"/>: row i of a data set draws from substream
    /// i, so rows may be made in any order.
    /// </summary>
    public static SplitMix64 Substream(ulong seed, ulong index) => new(Mix(Mix(seed + GoldenGamma) + index));

    /// <summary>64 uniform bits.</summary>
    public ulong Next() => Mix(state += GoldenGamma);

    /// <summary>A uniform number in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Uniform(double low, double high) => low + ((high - low) * Uniform());

    /// <summary>
    /// A standard normal number √(−2 ln u)·cos 2πv of two uniform ones (Box, Muller 1958); its last bits may differ between
    /// machines.
    /// </summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>A uniform integer in 0 … <paramref name="count"/> − 1, without bias (Lemire 2019, algorithm 5).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public int Below(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var bound = (ulong)count;
        var rejected = (0 - bound) % bound;
        ulong low, high;
        do
            high = Math.BigMul(Next(), bound, out low);
        while (low < rejected);
        return (int)high;
    }

    /// <summary>
    /// Fisher–Yates: for i = n − 1 … 1 swaps item i with item <see cref="Below"/>(i + 1); all n! orders are equally likely.
    /// </summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A shuffled copy of 0 … <paramref name="count"/> − 1.</summary>
    public int[] Permutation(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        Shuffle<int>(order);
        return order;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
