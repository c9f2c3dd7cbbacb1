using System.Text;
using TorchSharp;

namespace TorchReg.Data;

/// <summary>From one column's cells to the numbers of its features.</summary>
/// <param name="column">The column.</param>
/// <param name="position">Where it is in this file.</param>
/// <param name="offset">The first of its features.</param>
/// <param name="role">What the column is for.</param>
/// <param name="options">How the file is read.</param>
/// <param name="learnsFill">Whether what missing cells become is learnt from these rows: NaN until then.</param>
sealed class FieldEncoder(CsvField column, int position, int offset, ColumnRole role, CsvOptions options, bool learnsFill)
{
    readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>>? codes =
        column.Categories is null ? null : CodesOf(column).GetAlternateLookup<ReadOnlySpan<byte>>();

    internal CsvField Column => column;
    internal int Position => position;
    internal ColumnRole Role => role;

    static Dictionary<byte[], int> CodesOf(CsvField field)
    {
        var codes = Words.Table<int>();
        foreach (var (i, word) in field.Categories!.Index()) codes[Encoding.UTF8.GetBytes(word)] = i;
        foreach (var word in field.Rare ?? []) codes.TryAdd(Encoding.UTF8.GetBytes(word), field.Categories!.Count);
        return codes;
    }

    /// <summary>Adds the cell's numbers to the row.</summary>
    /// <returns>Whether its category is known.</returns>
    /// <exception cref="InvalidDataException">The cell is no number or date, not finite, or an unknown class.</exception>
    internal bool Encode(RecordReader record, EncodedRows rows)
    {
        var cell = record[position];
        if (codes is not null) return TryCode(cell, record, rows);
        if (column.Dates is { } dates) AddDate(cell, dates, record, rows);
        else rows.Add(offset, Number(cell, record));
        return true;
    }

    /// <summary>Adds what stands for a missing cell.</summary>
    /// <returns>Whether there is anything.</returns>
    internal bool Fill(EncodedRows rows)
    {
        if (role != ColumnRole.Feature || (column.Fill is null && !learnsFill)) return false;
        if (codes is null)
        {
            var (k, numbers) = (0, FilledAt(column));
            foreach (var at in numbers) rows.Add(offset + at, column.Fill is { } fill && k < fill.Count ? fill[k++] : double.NaN);
        }
        if (column.MarksMissing) rows.Add(offset + column.OwnWidth, 1);
        return true;
    }

    /// <summary>The places, among a column's features, of those that are filled in: no indicators.</summary>
    internal static int[] FilledAt(CsvField field) =>
        field.Categories is not null ? []
        : field.Dates is not { } dates ? [0]
        : dates.HasYear ? [0, dates.Width - 1] : [dates.Width - 1];

    double Number(ReadOnlySpan<byte> cell, RecordReader record)
    {
        if (!NumberField.TryRead(cell, column.DecimalComma, out var number))
            throw Wrong(record, column.DecimalComma ? "a number with a decimal comma" : "a number", "correct it or drop the row");
        if (options.Type == torch.ScalarType.Float32) number = (float)number;
        if (!double.IsFinite(number)) throw Wrong(record, $"a finite {options.Type} number", "correct it or drop the row");
        return number >= 0 || role != ColumnRole.Weight ? number : throw Wrong(record, "a weight of 0 or more", "correct it");
    }

    bool TryCode(ReadOnlySpan<byte> cell, RecordReader record, EncodedRows rows)
    {
        if (!codes!.Value.TryGetValue(cell, out var code))
        {
            if (role == ColumnRole.Feature && options.Unknown == UnknownCategory.AllZeros) return false;
            throw Wrong(
                record,
                $"one of the {codes.Value.Dictionary.Count} {(role == ColumnRole.Target ? "classes" : "categories")} that " +
                    $"were learnt",
                role == ColumnRole.Target ? "learn from a file that has them all"
                    : $"learn from a file that has them all, or set {options.Called("Unknown")} to {options.Called("AllZeros")}");
        }
        if (role == ColumnRole.Feature) rows.Add(offset + code, 1);
        else rows.Add(offset, code);
        return true;
    }

    void AddDate(ReadOnlySpan<byte> cell, CsvDates dates, RecordReader record, EncodedRows rows)
    {
        if (!DateField.TryRead(cell, (DateOrders)(1 << ((int)dates.Order - 1)), out var time))
            throw Wrong(record, $"a date as {Example(dates.Order)}", "correct it or drop the row");
        var at = offset;
        if (dates.HasYear) rows.Add(at++, time.Year);
        if (IndexOf(dates.Months, time.Month) is >= 0 and var month) rows.Add(at + month, 1);
        at += dates.Months.Count;
        if (IndexOf(dates.Weekdays, (int)time.DayOfWeek) is >= 0 and var weekday) rows.Add(at + weekday, 1);
        rows.Add(at + dates.Weekdays.Count, (time - dates.Reference).TotalDays);
    }

    static int IndexOf(IReadOnlyList<int> known, int part)
    {
        for (var i = 0; i < known.Count; i++) if (known[i] == part) return i;
        return -1;
    }

    static string Example(DateOrder order) => order switch
    {
        DateOrder.DayFirst => "31.3.2024",
        DateOrder.MonthFirst => "3/31/2024",
        _ => "2024-03-31",
    };

    internal InvalidDataException Wrong(RecordReader record, string expected, string advice)
    {
        var found = record.Text(position);
        return record.Wrong(
            $"expected {expected}, found \"{Shown.Value(found.Length > 40 ? $"{found[..40]}…" : found)}\"; {advice}.",
            $", column '{Shown.Value(column.Name)}'");
    }
}
