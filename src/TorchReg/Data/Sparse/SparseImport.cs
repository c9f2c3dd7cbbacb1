using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>What the readers of sparse files share: columns and numbers within their limits, and targets.</summary>
sealed class SparseImport(TextLines lines, SparseOptions options)
{
    readonly List<double> targets = [];
    bool isFromZero;
    long numbers;

    internal List<double> Targets => targets;

    /// <summary>A column as it is written, 0 or more and within the limits.</summary>
    internal int Column(ReadOnlySpan<char> word)
    {
        if (!NumberText.TryRead(word, System.Globalization.NumberStyles.None, out int column))
            throw lines.Wrong($"expected a column, a whole number from 0 on, found \"{TextLines.Shorten(word)}\"; correct it.");
        var first = options.FirstColumn ?? 0;
        if (column < first)
            throw lines.Wrong($"column {column}, but columns are numbered from 1; set FirstColumn to 0 if they are not.");
        isFromZero |= column == 0;
        if (column - first >= options.MaxColumns)
            throw lines.Wrong($"column {column}, of at most {options.MaxColumns:N0} columns; raise MaxColumns if it is right.");
        return column;
    }

    /// <summary>A row as it is written.</summary>
    internal int Row(ReadOnlySpan<char> word)
    {
        if (!NumberText.TryRead(word, System.Globalization.NumberStyles.None, out int row))
            throw lines.Wrong($"expected a row, a whole number from 0 on, found \"{TextLines.Shorten(word)}\"; correct it.");
        if (row < (options.FirstColumn ?? 0))
            throw lines.Wrong($"row {row}, but rows are numbered from 1; set FirstColumn to 0.");
        isFromZero |= row == 0;
        return row;
    }

    /// <summary>A finite number of the type that is asked for.</summary>
    internal double Value(ReadOnlySpan<char> word, string what)
    {
        if (++numbers > options.MaxNumbers)
            throw lines.Wrong($"more than {options.MaxNumbers:N0} numbers; take fewer rows, or raise MaxNumbers.");
        if (!NumberText.TryRead(word, out var number))
            throw lines.Wrong($"expected {what}, found \"{TextLines.Shorten(word)}\"; correct it or drop the row.");
        if (options.Type == ScalarType.Float32) number = (float)number;
        return double.IsFinite(number) ? number
            : throw lines.Wrong($"expected a finite {options.Type} number, found \"{TextLines.Shorten(word)}\"; correct it.");
    }

    /// <summary>The number of the first column.</summary>
    internal int First => options.FirstColumn ?? (isFromZero ? 0 : 1);

    /// <summary>The dataset of rows whose columns are as they were written.</summary>
    internal SparseTable Finish(SparseRows rows)
    {
        if (rows.Rows == 0) throw lines.Wrong("the file has no rows.");
        var found = Math.Max(rows.Largest + 1 - First, 1);
        if (options.Columns > 0 && found > options.Columns)
            throw lines.Wrong(
                $"the file goes to column {rows.Largest}, and {options.Columns} columns were learnt or asked for; take a file " +
                "of as many columns.");
        using var scope = NewDisposeScope();
        var columns = options.Columns > 0 ? options.Columns : found;
        var features = rows.Finish(First, columns);
        var isClasses = options.TargetKind == CsvTarget.Class;
        var classes = isClasses ? options.Classes ?? [.. targets.Distinct().Order()] : null;
        var y = classes is null ? tensor([.. targets], [targets.Count, 1], options.Type) : tensor(Indices(classes));
        return new(new(features, y), options with { FirstColumn = First, Columns = columns, Classes = classes });
    }

    long[] Indices(IReadOnlyList<double> classes)
    {
        var index = classes.Index().ToDictionary(named => named.Item, named => (long)named.Index);
        return [.. targets.Select((target, row) => index.TryGetValue(target, out var known) ? known
            : throw lines.Wrong(FormattableString.Invariant(
                $"row {row} (from 0) is of class {target}, which is none of the {classes.Count} that were learnt; ") +
                "learn from a file that has them all."))];
    }
}
