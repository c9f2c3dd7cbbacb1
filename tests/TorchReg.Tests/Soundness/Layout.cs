namespace TorchReg.Tests.Soundness;

/// <summary>
/// Which output unit and which input feature each stored element of a parameter belongs to; a vector has neither.
/// </summary>
sealed record Layout(int[] Units, int[] Features)
{
    public bool HasGroups => Units.Length > 0;

    public static Layout Vector { get; } = new([], []);

    /// <summary>units × features × taps, as linear layers and convolutions store it.</summary>
    public static Layout UnitsFirst(int units, int features, int taps = 1) => Of(units, features, taps, (u, _) => u, (_, f) => f);

    /// <summary>features × units × taps, as embeddings and transposed convolutions store it.</summary>
    public static Layout FeaturesFirst(int features, int units, int taps = 1) =>
        Of(features, units, taps, (_, u) => u, (f, _) => f);

    /// <summary>
    /// (channels·multiplier) × 1 × taps, as a depthwise convolution stores it: the units of one channel see that channel alone.
    /// </summary>
    public static Layout Depthwise(int channels, int multiplier, int taps) =>
        Of(channels * multiplier, 1, taps, (u, _) => u, (u, _) => u / multiplier);

    static Layout Of(int rows, int columns, int taps, Func<int, int, int> unit, Func<int, int, int> feature)
    {
        int[] Each(Func<int, int, int> of) =>
            [.. Enumerable.Range(0, rows * columns * taps).Select(i => of(i / (columns * taps), i / taps % columns))];
        return new(Each(unit), Each(feature));
    }
}
