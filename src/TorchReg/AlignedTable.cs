using System.Globalization;

namespace TorchReg;

/// <summary>A table as lines of text: the first column and the last, of marks, to the left, the others to the right.</summary>
static class AlignedTable
{
    /// <param name="header">The columns' names; the last is of marks and has none.</param>
    /// <param name="rows">Cells, as many as names.</param>
    internal static string Of(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] all = [header, .. rows];
        int[] widths = [.. Enumerable.Range(0, header.Count).Select(j => all.Max(row => row[j].Length))];
        return string.Join(Environment.NewLine, all.Select(row => string.Join("  ", row.Select((cell, j) =>
            j == 0 || j == row.Count - 1 ? cell.PadRight(widths[j]) : cell.PadLeft(widths[j]))).TrimEnd()));
    }

    /// <summary>A number to some digits; nothing where there is none.</summary>
    internal static string Number(double? number, string format = "G4") =>
        number?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Positions from 0 on, evenly spread, at most so many beside the last and those that must be there.</summary>
    internal static IEnumerable<int> Spread(int count, int most, params int[] kept)
    {
        var step = Math.Max(1, (count + Positive(most) - 1) / most);
        return Enumerable.Range(0, count).Where(i => i % step == 0 || i == count - 1 || kept.Contains(i));
    }

    /// <summary>How many rows are shown.</summary>
    internal static int Positive(int most) => most >= 1 ? most
        : throw new ArgumentOutOfRangeException(nameof(most), most, $"most must be 1 or more; given {most}.");
}
