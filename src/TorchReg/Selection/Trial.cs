using System.Globalization;
using TorchReg.Data;

namespace TorchReg.Selection;

/// <summary>One choice of hyper-parameters, by name.</summary>
/// <param name="Values">Name and value: "lambda" 0.001, "rate" 0.1, "units" 64.</param>
public sealed record Trial(IReadOnlyDictionary<string, double> Values)
{
    /// <summary>The value of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name; the message lists those there are.</exception>
    public double this[string name] => Values.TryGetValue(name, out var value) ? value
        : throw new KeyNotFoundException($"There is no hyper-parameter '{name}'; there are {string.Join(", ", Values.Keys)}.");

    /// <summary>"lambda 0.001, rate 0.1".</summary>
    public override string ToString() => string.Join(
        ", ", Values.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:G6}")));

    /// <summary>Whether all names have the same values.</summary>
    public bool Equals(Trial? other) => other is not null && Values.Count == other.Values.Count &&
        Values.All(pair => other.Values.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(0, (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value));

    /// <summary>Every combination, the last name's values changing fastest.</summary>
    /// <param name="space">Names with their values, at least one each.</param>
    public static IReadOnlyList<Trial> Grid(params IReadOnlyList<(string Name, IReadOnlyList<double> Values)> space)
    {
        CheckNames(space.Select(axis => axis.Name));
        IEnumerable<Dictionary<string, double>> trials = [[]];
        foreach (var (name, values) in space)
        {
            if (values.Count == 0) throw new ArgumentException($"'{name}' has no values: give at least one.", nameof(space));
            trials = [.. trials.SelectMany(_ => values, (trial, value) => new Dictionary<string, double>(trial)
                { [name] = value })];
        }
        return [.. trials.Select(values => new Trial(values))];
    }

    /// <summary>Combinations drawn at random; equal seeds give equal trials, and more trials begin with fewer.</summary>
    /// <param name="count">Trials, 1 or more.</param>
    /// <param name="seed">Of the drawing.</param>
    /// <param name="space">Names with what draws their values: <see cref="Draw"/>.</param>
    /// <remarks>J. Bergstra, Y. Bengio, Random search for hyper-parameter optimization, JMLR 13 (2012), p. 284.</remarks>
    public static IReadOnlyList<Trial> Random(
        int count, ulong seed, params IReadOnlyList<(string Name, Func<SplitMix64, double> Draw)> space)
    {
        Require.AtLeast(1, count);
        CheckNames(space.Select(axis => axis.Name));
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var random = SplitMix64.Substream(seed, (ulong)i);
            return new Trial(space.ToDictionary(axis => axis.Name, axis => axis.Draw(random)));
        })];
    }

    static void CheckNames(IEnumerable<string> names)
    {
        var all = names.ToArray();
        if (all.Length == 0) throw new ArgumentException("There is no hyper-parameter: name at least one.", nameof(names));
        if (all.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"The hyper-parameter '{twice.Key}' is named twice.", nameof(names));
    }
}

/// <summary>Distributions of hyper-parameters.</summary>
public static class Draw
{
    /// <summary>Uniform from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static Func<SplitMix64, double> Uniform(double low, double high) =>
        low < high && double.IsFinite(high - low) ? random => random.Uniform(low, high) : throw Empty(low, high);

    /// <summary>
    /// Uniform in the logarithm, from <paramref name="low"/> above 0 to <paramref name="high"/>: for λ and rates.
    /// </summary>
    public static Func<SplitMix64, double> LogUniform(double low, double high) =>
        low > 0 && low < high && double.IsFinite(high) ? random => low * Math.Pow(high / low, random.Uniform())
            : throw Empty(low, high);

    /// <summary>One of the given values, each as likely.</summary>
    public static Func<SplitMix64, double> OneOf(params IReadOnlyList<double> values) =>
        values.Count > 0 ? random => values[random.Below(values.Count)] : throw new ArgumentException(
            "OneOf needs at least one value.", nameof(values));

    static ArgumentException Empty(double low, double high) =>
        new(FormattableString.Invariant($"The range must go up, and begin above 0 for LogUniform; given {low} to {high}."));
}
