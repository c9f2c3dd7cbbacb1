using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// Some earlier vectors v, and how near u is to the span of one or two of them: u = c·v + c′·v′ + rest, with the least rest.
/// </summary>
sealed class KeptVectors
{
    /// <summary>Vectors at most.</summary>
    internal const int Most = 10;

    const int ColumnsPerVector = 48;
    const double Rounding = 1e-13, LeastAngle = 1e-9;

    readonly double[]?[] vectors;
    readonly double[] gram = new double[Most * Most], dots = new double[Most];
    readonly Combination[] combinations = new Combination[Most * (Most + 1)];
    double square;

    /// <param name="columns">Few columns are not worth many vectors.</param>
    internal KeptVectors(int columns) =>
        (Kept, vectors) = (Math.Clamp(columns / ColumnsPerVector, 1, Most), new double[Most][]);

    /// <summary>How many there may be.</summary>
    internal int Kept { get; }

    /// <summary>c, c′ and a bound of ‖rest‖, by <see cref="Place"/>.</summary>
    internal ReadOnlySpan<Combination> Combinations => combinations;

    /// <summary>Where the combination of two vectors is; the second may be −1, for none.</summary>
    internal static int Place(int first, int second) => first * (Most + 1) + second + 1;

    /// <summary>u is another.</summary>
    internal void MoveTo(ReadOnlySpan<double> u)
    {
        square = RowLoops.Dot(u, u);
        for (var k = 0; k < Kept; k++) dots[k] = vectors[k] is { } v ? RowLoops.Dot(u, v) : 0;
        for (var k = 0; k < Kept; k++)
            for (var m = -1; m < Kept; m++)
                if (vectors[k] is not null && m != k && (m < 0 || vectors[m] is not null))
                    combinations[Place(k, m)] = Combine(k, m);
    }

    /// <summary>u becomes the vector of a place.</summary>
    internal void Keep(int place, ReadOnlySpan<double> u)
    {
        u.CopyTo(vectors[place] ??= new double[u.Length]);
        dots[place] = square;
        for (var k = 0; k < Kept; k++) gram[place * Most + k] = gram[k * Most + place] = dots[k];
        for (var k = 0; k < Kept; k++)
        {
            combinations[Place(place, k)] = combinations[Place(place, -1)] = new(1, 0, 0);
            if (k != place && vectors[k] is not null) combinations[Place(k, place)] = new(0, 1, 0);
        }
    }

    Combination Combine(int k, int m)
    {
        var own = gram[k * Most + k];
        var (first, second) = (own > 0 ? dots[k] / own : 0, 0.0);
        if (m >= 0)
        {
            var (both, other) = (gram[k * Most + m], gram[m * Most + m]);
            var determinant = own * other - both * both;
            if (determinant > LeastAngle * own * other)
                (first, second) = ((other * dots[k] - both * dots[m]) / determinant,
                    (own * dots[m] - both * dots[k]) / determinant);
        }
        return new(first, second, Rest(k, m, first, second));
    }

    // Of these very c and c′, whatever rounding made of them; and what it makes of the sum, and of products.
    double Rest(int k, int m, double first, double second)
    {
        var (own, both, other) = (gram[k * Most + k], m < 0 ? 0 : gram[k * Most + m], m < 0 ? 0 : gram[m * Most + m]);
        var linear = first * dots[k] + second * (m < 0 ? 0 : dots[m]);
        var size = square + first * first * own + second * second * other;
        return Math.Sqrt(Math.Max(size - 2 * linear + 2 * first * second * both, 0) + Rounding * size);
    }

    /// <summary>One combination.</summary>
    /// <param name="First">c.</param>
    /// <param name="Second">c′.</param>
    /// <param name="Distance">‖u − cv − c′v′‖, or more.</param>
    internal readonly record struct Combination(double First, double Second, double Distance);
}
