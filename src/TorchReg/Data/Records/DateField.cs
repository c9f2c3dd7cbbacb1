using System.Globalization;
using System.Text;

namespace TorchReg.Data;

/// <summary>The orders of day, month and year in which a field can be a date.</summary>
[Flags]
enum DateOrders
{
    None = 0,
    YearFirst = 1,
    DayFirst = 2,
    MonthFirst = 4,
}

/// <summary>
/// Dates as bytes: 2024-03-31, 31.3.2024, 31/03/2024 or 3/31/2024, years with four digits; a time of day may follow after a
/// space or T, as 14:05, 14:05:30.5, with Z or +02:00 after it.
/// </summary>
static class DateField
{
    /// <summary>All orders in which the field is a date.</summary>
    internal static DateOrders OrdersOf(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 8 or > 40 || text.IndexOfAnyInRange((byte)'0', (byte)'9') < 0) return DateOrders.None;
        var orders = DateOrders.None;
        foreach (var order in (ReadOnlySpan<DateOrders>)[DateOrders.YearFirst, DateOrders.DayFirst, DateOrders.MonthFirst])
            if (TryRead(text, order, out _)) orders |= order;
        return orders;
    }

    /// <summary>The time that is meant, of UTC where an offset stands after it.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, DateOrders order, out DateTime time)
    {
        time = default;
        text = NumberField.Trimmed(text);
        Span<int> parts = stackalloc int[3];
        var mark = (byte)0;
        for (var i = 0; i < 3; i++)
        {
            var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var stop ? stop : text.Length;
            var isYear = i == (order == DateOrders.YearFirst ? 0 : 2);
            if (isYear ? digits != 4 : digits is not (1 or 2)) return false;
            parts[i] = int.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            text = text[digits..];
            if (i == 2) break;
            if (text.Length == 0 || text[0] is not ((byte)'-' or (byte)'/' or (byte)'.') || (i == 1 && text[0] != mark))
                return false;
            mark = text[0];
            text = text[1..];
        }
        // A point stands after the day: nobody writes 3.31.2024.
        if (order == DateOrders.MonthFirst && mark == '.') return false;
        var (year, month, day) = order switch
        {
            DateOrders.YearFirst => (parts[0], parts[1], parts[2]),
            DateOrders.DayFirst => (parts[2], parts[1], parts[0]),
            _ => (parts[2], parts[0], parts[1]),
        };
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        time = new(year, month, day);
        return text.Length == 0 || TryAddTime(text, ref time);
    }

    static bool TryAddTime(ReadOnlySpan<byte> text, ref DateTime time)
    {
        if (text[0] is not ((byte)' ' or (byte)'T') || text.Length > 24) return false;
        var words = Encoding.UTF8.GetString(text[1..]);
        var clock = words.TrimEnd('Z');
        var offset = TimeSpan.Zero;
        if (clock.LastIndexOfAny(['+', '-']) is > 0 and var at)
        {
            if (!TimeSpan.TryParseExact(clock[(at + 1)..], @"hh\:mm", CultureInfo.InvariantCulture, out offset)) return false;
            if (clock[at] == '-') offset = -offset;
            clock = clock[..at];
        }
        string[] forms = ["H:mm", "H:mm:ss", "H:mm:ss.FFFFFFF"];
        if (words.Length - clock.Length > 6
            || !TimeOnly.TryParseExact(clock, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var ofDay))
            return false;
        if (time.Year is < 2 or > 9998) return false;
        time += ofDay.ToTimeSpan() - offset;
        return true;
    }
}
