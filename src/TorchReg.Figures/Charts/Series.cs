namespace TorchReg.Figures;

/// <summary>Points that a line joins, in their order; a number that is not finite breaks it.</summary>
/// <param name="Label">Its name in the legend; empty for none.</param>
/// <param name="X">Across.</param>
/// <param name="Y">Up, as many.</param>
public sealed record Series(string Label, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Half-lengths of error bars, as many; none where null.</summary>
    public IReadOnlyList<double>? Errors { get; init; }

    /// <summary>Draws each point as a dot. Error bars have dots anyway.</summary>
    public bool HasDots { get; init; }

    /// <summary>Dots alone, without the line.</summary>
    public bool IsScatter { get; init; }

    /// <summary>A thin gray line behind the others: one of many.</summary>
    public bool IsFaint { get; init; }

    /// <summary>A broken line. Default: solid.</summary>
    public bool IsDashed { get; init; }

    /// <summary>Any SVG colour; default: the palette's next.</summary>
    public string? Color { get; init; }

    /// <summary>Numbers at 1, 2, 3, …: epochs.</summary>
    public static Series OfEpochs(string label, IEnumerable<double> y)
    {
        double[] numbers = [.. y];
        return new(label, [.. Enumerable.Range(1, numbers.Length).Select(i => (double)i)], numbers);
    }

    internal void Check()
    {
        if (X.Count == 0 || X.Count != Y.Count || (Errors != null && Errors.Count != Y.Count))
            throw new ArgumentException(
                $"Series '{Label}' has {X.Count} x, {Y.Count} y{(Errors == null ? "" : $" and {Errors.Count} errors")}: give " +
                "as many of each, 1 or more.");
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>A labelled line across a chart at one place of its x axis: λ.min.</summary>
/// <param name="X">Where.</param>
/// <param name="Label">What stands there.</param>
public sealed record Mark(double X, string Label);
