namespace TorchReg.Figures;

/// <summary>From numbers to shares of an axis's length, 0 where it begins and 1 where it ends.</summary>
sealed class Scale
{
    readonly double from, to;
    readonly bool isLogarithmic, isReversed;

    Scale(double from, double to, Axis axis, IReadOnlyList<Tick> ticks) =>
        (this.from, this.to, isLogarithmic, isReversed, Title, Ticks) = (
            from,
            to,
            axis.IsLogarithmic,
            axis.IsReversed,
            axis.Title,
            ticks);

    internal string Title { get; }

    internal IReadOnlyList<Tick> Ticks { get; }

    /// <summary>Names need no lines across.</summary>
    internal bool HasGrid { get; private init; } = true;

    /// <summary>An axis for those numbers.</summary>
    /// <param name="axis">What the caller wishes.</param>
    /// <param name="numbers">What it must show.</param>
    /// <param name="padding">Room on both sides, as a share of the range.</param>
    internal static Scale Of(Axis axis, IEnumerable<double> numbers, double padding = 0)
    {
        var shown = numbers.Where(v => double.IsFinite(v) && (!axis.IsLogarithmic || v > 0)).ToArray();
        if (shown.Length == 0 && (axis.From == null || axis.To == null))
            throw new ArgumentException(
                $"The axis '{axis.Title}' has no " +
                $"{(axis.IsLogarithmic ? "number above 0, which a logarithmic axis needs" : "finite number")} to show.");
        var (low, high) = (Place(axis.From ?? shown.Min(), axis), Place(axis.To ?? shown.Max(), axis));
        if (!(high > low)) (low, high) = (low - Margin(low), high + Margin(low));
        var room = padding * (high - low);
        if (axis.From == null) low -= room;
        if (axis.To == null) high += room;
        return new(
            low,
            high,
            axis,
            axis.IsLogarithmic
                ? Figures.Ticks.Logarithmic(Math.Pow(10, low), Math.Pow(10, high))
                : Figures.Ticks.Linear(low, high, axis.IsWhole ? 1 : 0));
    }

    /// <summary>Equal steps for names, the first at the beginning; number i + ½ is the middle of name i.</summary>
    internal static Scale OfNames(IReadOnlyList<string> names, bool isReversed) =>
        new(0, names.Count, new Axis { IsReversed = isReversed }, [.. names.Select((name, i) => new Tick(i + 0.5, name))])
        {
            HasGrid = false
        };

    /// <summary>Where a number stands; NaN where the axis can't show it.</summary>
    internal double Share(double value)
    {
        var place = isLogarithmic ? Math.Log10(value) : value;
        var share = (place - from) / (to - from);
        return !double.IsFinite(share) ? double.NaN : isReversed ? 1 - share : share;
    }

    static double Place(double value, Axis axis) =>
        !axis.IsLogarithmic ? value
        : value > 0 ? Math.Log10(value)
        : throw new ArgumentException(
            FormattableString.Invariant($"A logarithmic axis ('{axis.Title}') runs over numbers above 0; given {value}."));

    static double Margin(double value) => value == 0 ? 1 : Math.Abs(value) * 0.1;
}
