namespace TorchReg.Data;

/// <summary>What one column was found to be: its kind, or why it is left out, or what must be said first.</summary>
/// <param name="Profile">Of its cells.</param>
/// <param name="Kind">Of the column.</param>
/// <param name="LeftOut">Why it is no feature; null where it is one.</param>
sealed record ColumnDecision(ColumnProfile Profile, ColumnKind Kind, string? LeftOut = null)
{
    // A column of so many different texts, in more than half of the rows each another, is one of names.
    const int MostNames = 20;

    /// <exception cref="InvalidDataException">More than half of the cells are of one kind, and others are none.</exception>
    internal static ColumnDecision Of(ColumnProfile profile, CsvErrors errors)
    {
        var (column, cells) = (profile.Column, profile.Cells);
        if (column.Kind == ColumnKind.Number && profile.Numbers < cells)
            throw errors.NoNumber(profile, column.Role == ColumnRole.Target ? "Class" : null);
        if (column.Kind == ColumnKind.Date && profile.Dated < cells) throw errors.NoDate(profile);
        if (column.Kind == ColumnKind.Category && profile.Words.IsOver) throw errors.TooManyWords(profile);
        if (column.Kind != ColumnKind.Auto) return new(profile, column.Kind);
        if (cells == 0)
            return column.Role == ColumnRole.Feature
                ? new(profile, ColumnKind.Category, "no value in any row") : throw errors.NoTarget(profile);
        if (profile.Numbers == cells) return new(profile, ColumnKind.Number);
        if (profile.Dated == cells) return new(profile, ColumnKind.Date);
        if (2 * profile.Numbers > cells) throw errors.NoNumber(profile, null);
        if (2 * profile.Dated > cells) throw errors.NoDate(profile);
        return new(profile, ColumnKind.Category, NameOf(profile, errors));
    }

    static string? NameOf(ColumnProfile profile, CsvErrors errors)
    {
        var (count, isOver) = (profile.Words.Count, profile.Words.IsOver);
        var isNames = isOver || (count > MostNames && 2L * count > profile.Cells);
        if (profile.Column.Role == ColumnRole.Target) return isNames ? throw errors.TargetOfNames(profile) : null;
        return isNames
            ? FormattableString.Invariant($"{(isOver ? "more than " : "")}{count:N0} different texts in {profile.Cells:N0} rows")
            : count == 1 && profile.Numbers + profile.Dated + profile.Missing == 0 ? "the same text in all rows" : null;
    }
}
