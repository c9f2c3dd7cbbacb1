namespace TorchReg.Data;

/// <summary>What is wrong with a file's columns, in one line each: file, line, column, value, remedy.</summary>
sealed class CsvErrors(string file, CsvOptions options, long rows)
{
    internal string Called(string name) => options.Called(name);

    internal InvalidDataException At(FirstCell cell, string column, string what) =>
        new(FormattableString.Invariant($"{file}, line {cell.Line}, column '{Shown.Value(column)}': {what}"));

    static string Value(string text) => $"\"{Shown.Value(text.Length > 40 ? $"{text[..40]}…" : text)}\"";

    /// <summary>Cells are missing, and nothing says what to do.</summary>
    internal InvalidDataException Missing(IReadOnlyList<ColumnProfile> columns)
    {
        ColumnProfile[] lacking = [.. columns.Where(column => column.Missing > 0).OrderByDescending(column => column.Missing)];
        var first = lacking.MinBy(column => column.FirstMissing.Line)!;
        var counts = lacking.Take(5).Select(column => $"{new CsvCount(column.Column.Name, column.Missing)}");
        return At(first.FirstMissing, first.Column.Name,
            $"found {Value(first.FirstMissing.Text)}, a missing cell; there are, of " +
            FormattableString.Invariant($"{rows:N0} rows, in ") +
            $"{string.Join(", ", counts)}{(lacking.Length > 5 ? $" and {lacking.Length - 5} more columns" : "")}; fill them " +
            $"in, or set {Called("Missing")} to {Called("Drop")}, {Called("Mean")} or {Called("Median")}.");
    }

    /// <summary>Every row has a missing cell.</summary>
    internal InvalidDataException NothingLeft(IReadOnlyList<ColumnProfile> columns)
    {
        var most = columns.MaxBy(column => column.Missing)!;
        return At(most.FirstMissing, most.Column.Name, FormattableString.Invariant(
            $"no row is left, as each of the {rows:N0} has a missing cell, here {most.Missing:N0} of them; name the column in ") +
            $"{Called("Ignored")}, or set {Called("Missing")} to {Called("Mean")} or {Called("Median")}.");
    }

    internal InvalidDataException NoNumber(ColumnProfile column, string? asClass) => At(column.FirstOdd, column.Column.Name,
        $"expected a number{Share(column.Numbers, column)}, found {Value(column.FirstOdd.Text)}; " +
        (!options.HasHeader && column.FirstOdd.Line == 1 && column.Numbers == column.Cells - 1
            ? $"set {Called("HasHeader")} to {Called("True")} if the first line names the columns."
        : asClass is not null
            ? $"set {Called("TargetKind")} to {Called(asClass)} if it names a class."
            : $"correct it, add it to {Called("MissingWords")}, or name the column in {Called("Categorical")} if it holds " +
                $"text, in {Called("Ignored")} if it is no feature."));

    internal InvalidDataException NoDate(ColumnProfile column) => At(column.FirstUndated, column.Column.Name,
        $"expected a date{Share(column.Dated, column)}, as 2024-03-31, 31.3.2024 or 3/31/2024, found " +
        $"{Value(column.FirstUndated.Text)}; correct it, add it to {Called("MissingWords")}, or name the column in " +
        $"{Called("Categorical")} if it holds text, in {Called("Ignored")} if it is no feature.");

    static string Share(long count, ColumnProfile column) =>
        count == 0 ? "" : FormattableString.Invariant($" as in {count:N0} of {column.Cells:N0} cells");

    internal InvalidDataException TooManyWords(ColumnProfile column) => new(FormattableString.Invariant(
        $"{file}, column '{Shown.Value(column.Column.Name)}': more than {options.MaxCategories:N0} ") +
        $"{(column.Column.Role == ColumnRole.Target ? "classes" : "categories")}; raise {Called("MaxCategories")}, or name the " +
        $"column in {Called("Ignored")}.");

    internal InvalidDataException TargetOfNames(ColumnProfile column) => At(column.FirstOdd, column.Column.Name,
        FormattableString.Invariant($"found {Value(column.FirstOdd.Text)}, one of {(column.Words.IsOver ? "more than " : "")}") +
        FormattableString.Invariant($"{column.Words.Count:N0} different texts in {column.Cells:N0} rows, which are no ") +
        $"classes; set {Called("Target")} to the column to predict.");

    internal InvalidDataException NoTarget(ColumnProfile column) => new(
        $"{file}, column '{Shown.Value(column.Column.Name)}': no row has a target; set {Called("Target")} to another column.");

    internal InvalidDataException TargetOfDates(ColumnProfile column) => At(column.FirstOdd, column.Column.Name,
        $"found {Value(column.FirstOdd.Text)}, and dates can't be predicted; set {Called("Target")} to another column.");

    internal InvalidDataException BothMarks(ColumnProfile column) => At(column.FirstComma, column.Column.Name,
        $"found {Value(column.FirstComma.Text)}, with a decimal comma, but " +
        FormattableString.Invariant($"{Value(column.FirstPoint.Text)} on line {column.FirstPoint.Line}; ") +
        $"correct one, or name the column in {Called("Categorical")} if it holds text.");

    internal InvalidDataException OpenMark(ColumnProfile column) => At(column.FirstOpen, column.Column.Name,
        $"{Value(column.FirstOpen.Text)} may have thousands or decimals after its comma, and no other number tells; set " +
        $"{Called("Decimal")} to {Called("Point")} or {Called("Comma")}.");

    internal InvalidDataException WrongMark(ColumnProfile column, FirstCell found) => At(found, column.Column.Name,
        $"expected a number with a decimal {options.Decimal.ToString().ToLowerInvariant()}, found {Value(found.Text)}; " +
            $"correct it, or set {Called("Decimal")} to {Called("Auto")}.");

    internal InvalidDataException OpenDate(ColumnProfile column) => At(column.FirstOdd, column.Column.Name,
        column.Dates.Orders == DateOrders.None
            ? $"the column's dates are in several orders, as {Value(column.FirstOdd.Text)}; write all of them as " +
                $"2024-03-31, or name the column in {Called("Ignored")}."
            : $"{Value(column.FirstOdd.Text)} may have the day or the month first, and no other date tells; set " +
                $"{Called("DateOrder")} to {Called("DayFirst")} or {Called("MonthFirst")}.");
}
