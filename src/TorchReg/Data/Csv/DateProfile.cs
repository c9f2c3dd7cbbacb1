namespace TorchReg.Data;

/// <summary>The dates of one column, in each order in which all of them are dates.</summary>
sealed class DateProfile
{
    static readonly DateOrders[] known = [DateOrders.YearFirst, DateOrders.DayFirst, DateOrders.MonthFirst];
    Span[]? spans;

    /// <summary>Cells that are dates in one order or more.</summary>
    internal long Count { get; private set; }

    /// <summary>The orders that all of them allow.</summary>
    internal DateOrders Orders { get; private set; } = DateOrders.YearFirst | DateOrders.DayFirst | DateOrders.MonthFirst;

    internal bool Add(ReadOnlySpan<byte> cell)
    {
        var orders = DateField.OrdersOf(cell);
        if (orders == DateOrders.None) return false;
        Count++;
        Orders &= orders;
        spans ??= [new(), new(), new()];
        for (var i = 0; i < known.Length; i++)
            if (Orders.HasFlag(known[i]) && DateField.TryRead(cell, known[i], out var time)) spans[i].Add(time);
        return true;
    }

    internal void Add(DateProfile other)
    {
        Count += other.Count;
        Orders &= other.Orders;
        if (other.spans is null) return;
        spans ??= [new(), new(), new()];
        for (var i = 0; i < spans.Length; i++) spans[i].Add(other.spans[i]);
    }

    /// <summary>What is learnt in that order.</summary>
    internal CsvDates Learnt(DateOrder order) => spans![(int)order - 1].Learnt(order);

    sealed class Span
    {
        DateTime least = DateTime.MaxValue, most = DateTime.MinValue;
        int months, weekdays;

        internal void Add(DateTime time)
        {
            (least, most) = (time < least ? time : least, time > most ? time : most);
            (months, weekdays) = (months | (1 << time.Month), weekdays | (1 << (int)time.DayOfWeek));
        }

        internal void Add(Span other)
        {
            (least, most) = (other.least < least ? other.least : least, other.most > most ? other.most : most);
            (months, weekdays) = (months | other.months, weekdays | other.weekdays);
        }

        internal CsvDates Learnt(DateOrder order) =>
            new(order, least.Date, least.Year != most.Year, Bits(months), Bits(weekdays));

        static int[] Bits(int set)
        {
            int[] bits = [.. Enumerable.Range(0, 13).Where(bit => (set & (1 << bit)) != 0)];
            return bits.Length > 1 ? bits : [];
        }
    }
}
