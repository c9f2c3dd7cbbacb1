using TorchReg.Wire;

namespace TorchReg.TensorBoard;

/// <summary>How many of some numbers lie in each of 64 equal steps from the smallest to the largest.</summary>
/// <remarks>
/// HistogramProto of https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/histogram.proto. Numbers that
/// are not finite are left out.
/// </remarks>
static class WeightHistogram
{
    const int Steps = 64;

    internal static WireMessage Of(ReadOnlySpan<double> numbers)
    {
        var (count, least, most, sum, squares) = (0L, double.PositiveInfinity, double.NegativeInfinity, 0.0, 0.0);
        foreach (var number in numbers)
        {
            if (!double.IsFinite(number)) continue;
            (count, sum, squares) = (count + 1, sum + number, squares + (number * number));
            (least, most) = (Math.Min(least, number), Math.Max(most, number));
        }
        if (count == 0) (least, most) = (0, 0);
        var counts = Counted(numbers, least, most);
        return new WireMessage().Add(1, least).Add(2, most).Add(3, (double)count).Add(4, sum).Add(5, squares)
            .AddPacked(6, [.. Enumerable.Range(1, counts.Length).Select(i => Edge(least, most, i, counts.Length))])
            .AddPacked(7, counts);
    }

    // Numbers that are all the same are one step.
    static double[] Counted(ReadOnlySpan<double> numbers, double least, double most)
    {
        var counts = new double[least < most ? Steps : 1];
        // Half of each: the difference of the largest numbers is infinite.
        var width = (most / 2) - (least / 2);
        foreach (var number in numbers)
            if (double.IsFinite(number))
                counts[counts.Length == 1 ? 0 : Math.Min(Steps - 1, (int)(((number / 2) - (least / 2)) / width * Steps))]++;
        return counts;
    }

    static double Edge(double least, double most, int i, int steps) =>
        i == steps ? most : (least * (1 - ((double)i / steps))) + (most * ((double)i / steps));
}
