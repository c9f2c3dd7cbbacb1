namespace TorchReg.Articles;

/// <summary>Cells in columns: the first flush left, columns of numbers flush right.</summary>
static class TextTable
{
    internal static IEnumerable<string> Lines(string columns, IEnumerable<string> rows)
    {
        string[][] cells = [Cells(columns), .. rows.Select(Cells)];
        var wrong = Array.Find(cells, row => row.Length != cells[0].Length);
        if (wrong != null)
            throw new ArgumentException(
                $"A row has {wrong.Length} cells ('{string.Join(" | ", wrong)}'), the title {cells[0].Length}.",
                nameof(rows));
        var widths = cells[0].Select((_, j) => cells.Max(row => Width(row[j]))).ToArray();
        var isText = widths.Select((_, j) => cells.Skip(1).Any(row => row[j].Length > 0 && !IsNumber(row[j]))).ToArray();
        return cells.Select(row => string.Join("  ", row.Select((cell, j) => Padded(cell, widths[j], isText[j]))).TrimEnd());
    }

    static string[] Cells(string row) => [.. row.Split(" | ").Select(cell => cell.Trim())];

    static bool IsNumber(string cell) =>
        char.IsAsciiDigit(cell[^1]) && (char.IsAsciiDigit(cell[0]) || cell[0] is '-' or '+')
        || cell.EndsWith('%')
        || cell is "NaN" or "∞" or "–";

    static string Padded(string cell, int width, bool isText)
    {
        var blanks = new string(' ', width - Width(cell));
        return isText ? cell + blanks : blanks + cell;
    }

    // East Asian characters take two columns of a terminal.
    static int Width(string cell) => cell.EnumerateRunes().Sum(r => r.Value is >= 0x2E80 and < 0xFFE7 ? 2 : 1);
}
