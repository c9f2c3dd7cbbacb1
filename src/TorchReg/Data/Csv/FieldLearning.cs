namespace TorchReg.Data;

/// <summary>The decimal marks that a file's columns show.</summary>
readonly record struct ShownMarks(bool Points, bool Commas)
{
    internal static ShownMarks Of(IEnumerable<ColumnProfile> columns)
    {
        var marks = columns.Where(column => column.Numbers == column.Cells).Select(column => column.Marks).ToHashSet();
        return new(marks.Contains(DecimalMarks.Point), marks.Contains(DecimalMarks.Comma));
    }

    /// <summary>Whether a column that shows none has commas.</summary>
    internal bool AreCommas => Commas && !Points;
}

/// <summary>From what a column was found to be to its field.</summary>
sealed class FieldLearning(CsvOptions options, CsvErrors errors, long rows, ShownMarks shown)
{
    const int MostFound = 100, UsuallyRare = 10;

    internal CsvField Of(ColumnDecision decision)
    {
        var (profile, column) = (decision.Profile, decision.Profile.Column);
        var field = new CsvField(column.Name, column.Position, null)
        {
            MarksMissing = column.Role == ColumnRole.Feature && profile.Missing > 0
                && options.Missing is MissingCells.Mean or MissingCells.Median,
        };
        return decision.Kind switch
        {
            ColumnKind.Number => field with { DecimalComma = IsComma(profile) },
            ColumnKind.Date => field with { Dates = profile.Dates.Learnt(OrderOf(profile)) },
            _ => OfWords(field, profile),
        };
    }

    bool IsComma(ColumnProfile profile)
    {
        var isComma = options.Decimal == DecimalMark.Comma;
        if (options.Decimal != DecimalMark.Auto)
            return profile.Marks.HasFlag(isComma ? DecimalMarks.Comma : DecimalMarks.Point) || profile.Numbers == 0 ? isComma
                : throw errors.WrongMark(profile, isComma ? profile.FirstPoint : profile.FirstComma);
        if (profile.Marks == DecimalMarks.None) throw errors.BothMarks(profile);
        if (profile.Marks != DecimalMarks.Both) return profile.Marks == DecimalMarks.Comma;
        // Nothing in the file has a decimal comma: 1.234 is below two; of 1,234 nobody knows, unless others have decimal points.
        return profile.FirstOpen.IsThere && profile.FirstOpen.Text.Contains(',') && shown is { Points: false, Commas: false }
            ? throw errors.OpenMark(profile) : shown.AreCommas;
    }

    DateOrder OrderOf(ColumnProfile profile)
    {
        var orders = profile.Dates.Orders;
        if (options.DateOrder != DateOrder.Auto && orders.HasFlag((DateOrders)(1 << ((int)options.DateOrder - 1))))
            return options.DateOrder;
        return orders switch
        {
            DateOrders.YearFirst => DateOrder.YearFirst,
            DateOrders.DayFirst => DateOrder.DayFirst,
            DateOrders.MonthFirst => DateOrder.MonthFirst,
            _ => throw errors.OpenDate(profile),
        };
    }

    CsvField OfWords(CsvField field, ColumnProfile profile)
    {
        var words = profile.Words.Texts().ToArray();
        if (profile.Column.Role != ColumnRole.Feature) return field with { Categories = Sorted(words.Select(word => word.Word)) };
        var isFound = profile.Column.IsFound;
        var least = options.RareBelow > 0 ? options.RareBelow : isFound ? Math.Min(UsuallyRare, rows / 100) : 0;
        // The most frequent one stays, however rare it is: an indicator of all rows would say nothing.
        var kept = words.OrderByDescending(word => word.Count).ThenBy(word => word.Word, StringComparer.Ordinal)
            .Where((word, rank) => rank == 0 || word.Count >= least)
            .Take(isFound ? MostFound : int.MaxValue).Select(word => word.Word).ToHashSet();
        // One alone is rare for nothing.
        if (kept.Count >= words.Length - 1) kept = [.. words.Select(word => word.Word)];
        return field with
        {
            Categories = Sorted(kept),
            Rare = kept.Count == words.Length ? null
                : Sorted(words.Select(word => word.Word).Where(word => !kept.Contains(word))),
        };
    }

    /// <summary>In ascending order: as numbers where all are numbers, by their characters' codes otherwise.</summary>
    static string[] Sorted(IEnumerable<string> words)
    {
        static double? Number(string word) => NumberText.TryRead(word, out var number) ? number : null;
        string[] all = [.. words];
        return Array.TrueForAll(all, word => Number(word) is not null)
            ? [.. all.OrderBy(word => Number(word)).ThenBy(word => word, StringComparer.Ordinal)]
            : [.. all.Order(StringComparer.Ordinal)];
    }
}
