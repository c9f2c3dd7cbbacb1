using System.Globalization;

namespace TorchReg.Data;

/// <summary>A column that is used, with what was learnt of it.</summary>
/// <param name="Name">From the header, or <c>column i</c>.</param>
/// <param name="Position">Counted from 0 in the file that it was learnt from.</param>
/// <param name="Categories">Its values in the order of their indicators or class indices; null for numbers and dates.</param>
public sealed record CsvField(string Name, int Position, IReadOnlyList<string>? Categories)
{
    /// <summary>Categories that share one indicator after the others; null for none.</summary>
    public IReadOnlyList<string>? Rare { get; init; }

    /// <summary>How dates become numbers; null for others.</summary>
    public CsvDates? Dates { get; init; }

    /// <summary>Whether the comma is the decimal mark.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>Whether a further column is 1 where the cell is missing: there were such cells.</summary>
    public bool MarksMissing { get; init; }

    /// <summary>
    /// What stands in the column's numbers where the cell is missing: one for each that is no indicator; null where nothing is
    /// filled in.
    /// </summary>
    public IReadOnlyList<double>? Fill { get; init; }

    /// <summary>The names of the features that the column becomes.</summary>
    internal IEnumerable<string> FeatureNames => OwnNames.Concat(MarksMissing ? [$"{Name} missing"] : []);

    /// <summary>The features that the column becomes.</summary>
    internal int Width => OwnWidth + (MarksMissing ? 1 : 0);

    /// <summary>Without that of missing cells.</summary>
    internal int OwnWidth => Categories is { } words ? words.Count + (Rare is null ? 0 : 1) : Dates?.Width ?? 1;

    private IEnumerable<string> OwnNames =>
        Categories is { } words ? words.Concat(Rare is null ? [] : ["(rare)"]).Select(word => $"{Name}={word}")
        : Dates is { } dates ? dates.Names(Name)
        : [Name];

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>How a column of dates becomes numbers: year, months, weekdays, days since a reference, in that order.</summary>
/// <param name="Order">Of day, month and year.</param>
/// <param name="Reference">The first date that was learnt from; days are counted from it, with their parts where there are
/// times.</param>
/// <param name="HasYear">Whether the year is a feature: there were several.</param>
/// <param name="Months">Those with an indicator, 1 to 12; none where there was one month alone.</param>
/// <param name="Weekdays">Those with an indicator, 0 (Sunday) to 6; none where there was one alone.</param>
public sealed record CsvDates(
    DateOrder Order,
    DateTime Reference,
    bool HasYear,
    IReadOnlyList<int> Months,
    IReadOnlyList<int> Weekdays)
{
    internal int Width => (HasYear ? 1 : 0) + Months.Count + Weekdays.Count + 1;

    internal IEnumerable<string> Names(string column) =>
    [
        .. HasYear ? [$"{column} year"] : Array.Empty<string>(),
        .. Months.Select(month => string.Create(CultureInfo.InvariantCulture, $"{column} month={month}")),
        .. Weekdays.Select(day => $"{column} weekday={((DayOfWeek)day).ToString()[..3]}"),
        $"{column} days",
    ];

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
