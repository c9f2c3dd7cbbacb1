using System.Runtime.InteropServices;

namespace TorchReg.Solvers;

/// <summary>Numbers that are not 0, of many that are.</summary>
/// <param name="Places">Where they are, ascending.</param>
/// <param name="Values">What they are.</param>
sealed record FewWeights(int[] Places, double[] Values)
{
    const int LeastNumbers = 10_000, Sparsity = 8;

    internal int Count => Places.Length;

    /// <summary>The numbers of a vector that are not 0, nor below a size.</summary>
    internal static FewWeights Of(ReadOnlySpan<double> all, double least = 0)
    {
        var (places, values) = (new List<int>(), new List<double>());
        for (var j = Next(all, 0); j < all.Length; j = Next(all, j + 1))
        {
            if (Math.Abs(all[j]) < least) continue;
            places.Add(j);
            values.Add(all[j]);
        }
        return new([.. places], [.. values]);
    }

    /// <summary>The first place from one on that holds no 0; the length where there is none.</summary>
    static int Next(ReadOnlySpan<double> all, int from)
    {
        for (var j = from; j < all.Length; j++)
        {
            // Bits are looked through by whole vectors; −0 alone has some and is 0.
            var ahead = MemoryMarshal.Cast<double, long>(all[j..]).IndexOfAnyExcept(0);
            if (ahead < 0) return all.Length;
            j += ahead;
            if (all[j] != 0) return j;
        }
        return all.Length;
    }

    /// <summary>Whether they take much less room than a whole vector.</summary>
    internal bool AreWorthIt(long length) => length >= Math.Max(LeastNumbers, (long)Count * Sparsity);

    /// <summary>All numbers.</summary>
    internal double[] Spread(long length)
    {
        var all = new double[length];
        for (var i = 0; i < Places.Length; i++) all[Places[i]] = Values[i];
        return all;
    }
}
