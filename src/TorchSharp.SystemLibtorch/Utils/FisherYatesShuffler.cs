using System.Collections;

namespace TorchSharp.Utils;

/// <summary>
/// The numbers below a size in random order: with a seed the same order each time, and the order that the package gives.
/// </summary>
public class FisherYatesShuffler(long size, int? seed = null) : IEnumerable<long>
{
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Shuffled()).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    long[] Shuffled()
    {
        var random = seed is { } given ? new Random(given) : new Random();
        var order = new long[size];
        for (var i = 0L; i < size; i++)
        {
            // Two draws of 31 bits each. Written apart: the order of evaluation is part of the result.
            var high = (long)random.Next() << 32;
            var place = (high + random.Next()) % (i + 1);
            order[i] = order[place];
            order[place] = i;
        }
        return order;
    }
}
