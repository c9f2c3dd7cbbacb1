namespace TorchReg.Data;

/// <summary>
/// Reads triples, a line for each non-zero, <c>row column value</c> in any order, and a file of targets, a number a line. With a
/// first line <c>%%MatrixMarket matrix coordinate real general</c> rows and columns are numbered from 1 and the sizes come first;
/// else rows are numbered as columns are. Gzip is known by the files' content.
/// </summary>
/// <remarks>R. F. Boisvert, R. Pozo, K. A. Remington, The Matrix Market exchange formats, NISTIR 5935 (1996), p. 4.</remarks>
public static class CooFile
{
    const string Banner = "%%MatrixMarket";

    /// <summary>Reads both files.</summary>
    /// <param name="path">Of the triples.</param>
    /// <param name="targets">Of the targets, a number a line; there are as many rows.</param>
    /// <param name="options">How.</param>
    /// <inheritdoc cref="LibsvmFile.Read(string, SparseOptions?)" path="/exception"/>
    public static SparseTable Read(string path, string targets, SparseOptions? options = null)
    {
        using var text = TextFile.Open(GzipChecked.Open(path), path);
        using var second = TextFile.Open(GzipChecked.Open(targets), targets);
        return Read(text, second, options, path, targets);
    }

    /// <summary>Reads two texts.</summary>
    /// <param name="text">The triples; read to its end, not closed.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="options">How.</param>
    /// <param name="name">What errors call the triples.</param>
    /// <param name="targetsName">What errors call the targets.</param>
    /// <exception cref="InvalidDataException">As for files.</exception>
    public static SparseTable Read(
        TextReader text, TextReader targets, SparseOptions? options = null, string name = "triples",
        string targetsName = "targets")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(targets);
        options = (options ?? new()).Checked();
        var lines = new TextLines(text, name);
        var (banner, hasLine) = FirstLine(lines);
        var sizes = banner ? Sizes(lines) : default;
        if (banner) options = options with { FirstColumn = 1, Columns = options.Columns > 0 ? options.Columns : sizes.Columns };
        var import = new SparseImport(lines, options);
        var triples = new List<(int Row, int Column, double Value)>();
        if (hasLine && !banner) triples.Add(Triple(lines, import));
        while (Next(lines)) triples.Add(Triple(lines, import));
        var numbers = new TextLines(targets, targetsName);
        var own = new SparseImport(numbers, options);
        while (numbers.Read()) import.Targets.Add(own.Value(numbers.Line, "a target, a number"));
        if (banner) ExpectWhole(sizes, triples, import.Targets.Count, lines);
        return import.Finish(Rows(triples, import, lines, options.Type));
    }

    // Whether the file is of the Matrix Market; else the first triple is in hand, where there is one.
    static (bool IsMarket, bool HasLine) FirstLine(TextLines lines)
    {
        if (!lines.Read(keepsComments: true)) return (false, false);
        if (!lines.Line.StartsWith(Banner, StringComparison.Ordinal))
            return (false, lines.Line[0] is not ('%' or '#') || Next(lines));
        var words = lines.Line.ToString().ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [_, "matrix", "coordinate", "real" or "integer", "general"] ? (true, true)
            : throw lines.Wrong(
                $"\"{TextLines.Shorten(lines.Line)}\", and of such files \"matrix coordinate real general\" are read.");
    }

    static bool Next(TextLines lines)
    {
        while (lines.Read()) if (lines.Line[0] != '%') return true;
        return false;
    }

    static (int Rows, int Columns, int NonZeros) Sizes(TextLines lines)
    {
        if (!Next(lines)) throw lines.Wrong("expected rows, columns and the number of non-zeros, found the end of the file.");
        var words = lines.Line.ToString().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var sizes = new int[3];
        if (words.Length != 3 || !words.Index().All(pair =>
                NumberText.TryRead(pair.Item, System.Globalization.NumberStyles.None, out sizes[pair.Index])))
            throw lines.Wrong($"expected rows, columns and the number of non-zeros, found \"{TextLines.Shorten(lines.Line)}\".");
        return (sizes[0], sizes[1], sizes[2]);
    }

    // A file that was cut off ends at a line as any other does.
    static void ExpectWhole(
        (int Rows, int Columns, int NonZeros) sizes, List<(int Row, int Column, double Value)> triples, int targets,
        TextLines lines)
    {
        if (triples.Count != sizes.NonZeros)
            throw lines.Wrong($"the header says {sizes.NonZeros} non-zeros, and {triples.Count} are there: is the file cut off?");
        if (triples.Count > 0 && triples.Max(triple => triple.Row) is var last && last > sizes.Rows)
            throw lines.Wrong($"the header says {sizes.Rows} rows, and row {last} is there; correct one of them.");
        if (targets != sizes.Rows)
            throw lines.Wrong($"the header says {sizes.Rows} rows, and there are {targets} targets; give one for each row.");
    }

    static (int Row, int Column, double Value) Triple(TextLines lines, SparseImport import)
    {
        Span<Range> parts = stackalloc Range[4];
        var count = lines.Line.SplitAny(parts, " \t,", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (count != 3)
            throw lines.Wrong($"expected row, column and value, found \"{TextLines.Shorten(lines.Line)}\"; correct the line.");
        return (import.Row(lines.Line[parts[0]]), import.Column(lines.Line[parts[1]]),
            import.Value(lines.Line[parts[2]], "a number as the value"));
    }

    static SparseRows Rows(
        List<(int Row, int Column, double Value)> triples, SparseImport import, TextLines lines, TorchSharp.torch.ScalarType type)
    {
        var (rows, next) = (new SparseRows(type), 0);
        triples.Sort((a, b) => a.Row != b.Row ? a.Row.CompareTo(b.Row) : a.Column.CompareTo(b.Column));
        for (var row = 0; row < import.Targets.Count; row++)
        {
            for (; next < triples.Count && triples[next].Row - import.First <= row; next++)
                rows.Add(triples[next].Column, triples[next].Value);
            for (var k = next - 1; k > 0 && triples[k].Row - import.First == row && triples[k - 1].Row == triples[k].Row; k--)
                if (triples[k].Column == triples[k - 1].Column)
                    throw lines.Wrong($"row {triples[k].Row}, column {triples[k].Column} comes twice; name it once.");
            rows.EndRow();
        }
        return next == triples.Count ? rows
            : throw lines.Wrong(
                $"row {triples[next].Row}, but there are {import.Targets.Count} targets; give a target for each row.");
    }
}
