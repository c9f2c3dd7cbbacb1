namespace TorchReg.Data;

/// <summary>What the target column holds.</summary>
public enum CsvTarget
{
    /// <summary>A number: targets n × 1.</summary>
    Number,

    /// <summary>The name of a class, a word or a number: targets n class indices (int64).</summary>
    Class,

    /// <summary>Classes where the column holds words, or 0 and 1 alone; numbers otherwise.</summary>
    Auto,
}

/// <summary>What to do with a category that was not there when the encoding was learnt.</summary>
public enum UnknownCategory
{
    /// <summary>An error that names line, column and value.</summary>
    Refuse,

    /// <summary>Zero in all of the column's indicators; <see cref="CsvReport.Unknown"/> counts them.</summary>
    AllZeros,
}

/// <summary>What to do with cells that hold no value.</summary>
public enum MissingCells
{
    /// <summary>An error that counts them by columns.</summary>
    Error,

    /// <summary>Rows that have one in a column that is used are left out, and counted.</summary>
    Drop,

    /// <summary>
    /// The mean of the column where it is learnt, and a further column that is 1 for such rows; of text, no indicator but that
    /// one. Rows without a target, weight, event or group are left out.
    /// </summary>
    Mean,

    /// <summary>The same with the median.</summary>
    Median,
}

/// <summary>Which character stands before a number's decimals.</summary>
public enum DecimalMark
{
    /// <summary>The one that each column shows; a column that shows none follows the others.</summary>
    Auto,

    /// <summary>1.5, and 1,234.5 where thousands are marked.</summary>
    Point,

    /// <summary>1,5, and 1.234,5 where thousands are marked.</summary>
    Comma,
}

/// <summary>The order of a date's parts.</summary>
public enum DateOrder
{
    /// <summary>The one in which all of the column's cells are dates.</summary>
    Auto,

    /// <summary>2024-03-31.</summary>
    YearFirst,

    /// <summary>31.3.2024, 31/3/2024.</summary>
    DayFirst,

    /// <summary>3/31/2024.</summary>
    MonthFirst,
}
