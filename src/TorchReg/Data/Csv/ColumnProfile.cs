using System.Text;

namespace TorchReg.Data;

/// <summary>A cell that is remembered for a message: the first of its kind.</summary>
readonly record struct FirstCell(long Line, string Text)
{
    internal bool IsThere => Line > 0;

    internal static FirstCell Of(long line, ReadOnlySpan<byte> cell) => new(line, Encoding.UTF8.GetString(cell));

    /// <summary>The one that stands before the other in the file.</summary>
    internal FirstCell Or(FirstCell other) => !IsThere || (other.IsThere && other.Line < Line) ? other : this;
}

/// <summary>What the cells of one column look like, counted; what was counted elsewhere can be added.</summary>
/// <param name="column">The column.</param>
/// <param name="mostWords">Different texts that are kept.</param>
sealed class ColumnProfile(PlannedColumn column, int mostWords)
{
    // Different numbers that a target may have to be taken for classes, or to be asked about.
    const int MostNumbers = 64;

    internal PlannedColumn Column => column;
    internal long Missing { get; private set; }
    internal FirstCell FirstMissing { get; private set; }
    internal long Cells { get; private set; }
    internal long Numbers { get; private set; }

    /// <summary>The decimal marks that all numbers allow.</summary>
    internal DecimalMarks Marks { get; private set; } = DecimalMarks.Both;

    /// <summary>The first number that only one decimal mark allows, and the first that would be another one with the
    /// other.</summary>
    internal FirstCell FirstPoint { get; private set; }
    internal FirstCell FirstComma { get; private set; }
    internal FirstCell FirstOpen { get; private set; }

    /// <summary>The first cell that is no number; the first that is no date.</summary>
    internal FirstCell FirstOdd { get; private set; }
    internal FirstCell FirstUndated { get; private set; }
    // Made when first used: there may be a hundred thousand columns of numbers.
    DateProfile? dates;
    WordCounts? words, values;

    internal DateProfile Dates => dates ??= new();

    /// <summary>Cells that are dates.</summary>
    internal long Dated => dates?.Count ?? 0;

    /// <summary>Texts that are neither number nor date; all, where the column is one of categories.</summary>
    internal WordCounts Words => words ??= new(mostWords);

    /// <summary>The numbers of a target, as they are written.</summary>
    internal WordCounts Values => values ??= new(MostNumbers);

    internal void AddMissing(long line, ReadOnlySpan<byte> cell)
    {
        if (Missing++ == 0) FirstMissing = FirstCell.Of(line, cell);
    }

    internal void Add(long line, ReadOnlySpan<byte> cell)
    {
        Cells++;
        if (column.Kind == ColumnKind.Category)
        {
            Words.Add(cell);
            return;
        }
        if (column.Kind != ColumnKind.Date && NumberField.MarksOf(cell, out var hasMark) is not DecimalMarks.None and var marks)
        {
            AddNumber(line, cell, marks, hasMark);
            return;
        }
        if (!FirstOdd.IsThere) FirstOdd = FirstCell.Of(line, cell);
        if (column.Kind != ColumnKind.Number && Dates.Add(cell)) return;
        if (!FirstUndated.IsThere) FirstUndated = FirstCell.Of(line, cell);
        Words.Add(cell);
    }

    void AddNumber(long line, ReadOnlySpan<byte> cell, DecimalMarks marks, bool hasMark)
    {
        if (Numbers++ == 0 && !FirstUndated.IsThere) FirstUndated = FirstCell.Of(line, cell);
        Marks &= marks;
        if (column.Role == ColumnRole.Target && !Values.IsOver) Values.Add(cell);
        if (!hasMark) return;
        if (marks == DecimalMarks.Point && !FirstPoint.IsThere) FirstPoint = FirstCell.Of(line, cell);
        else if (marks == DecimalMarks.Comma && !FirstComma.IsThere) FirstComma = FirstCell.Of(line, cell);
        else if (marks == DecimalMarks.Both && !FirstOpen.IsThere) FirstOpen = FirstCell.Of(line, cell);
    }

    /// <summary>Adds what was counted of other rows.</summary>
    internal void Add(ColumnProfile other)
    {
        (Missing, Cells, Numbers) = (Missing + other.Missing, Cells + other.Cells, Numbers + other.Numbers);
        Marks &= other.Marks;
        FirstMissing = FirstMissing.Or(other.FirstMissing);
        FirstPoint = FirstPoint.Or(other.FirstPoint);
        FirstComma = FirstComma.Or(other.FirstComma);
        FirstOpen = FirstOpen.Or(other.FirstOpen);
        FirstOdd = FirstOdd.Or(other.FirstOdd);
        FirstUndated = FirstUndated.Or(other.FirstUndated);
        if (other.dates is not null) Dates.Add(other.dates);
        if (other.words is not null) Words.Add(other.words);
        if (other.values is not null) Values.Add(other.values);
    }
}
