namespace TorchReg.Data;

/// <summary>
/// Reads libsvm's format, a line for each row: <c>target column:value column:value … # comment</c>, columns in any order and none
/// twice; gzip is known by the file's content. Rows are streamed: no dense row is made.
/// </summary>
/// <remarks>C.-C. Chang, C.-J. Lin, LIBSVM: a library for support vector machines, ACM TIST 2 (2011), README.</remarks>
public static class LibsvmFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; for test rows the <see cref="SparseTable.Schema"/> of the training rows.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// A line is none of the format, or a limit is passed: one line that names file, line, value and remedy.
    /// </exception>
    public static SparseTable Read(string path, SparseOptions? options = null)
    {
        using var text = TextFile.Open(GzipChecked.Open(path), path);
        return Read(text, options, path);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">Read to its end, not closed.</param>
    /// <param name="options">How.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    public static SparseTable Read(TextReader text, SparseOptions? options = null, string name = "libsvm")
    {
        ArgumentNullException.ThrowIfNull(text);
        options = (options ?? new()).Checked();
        var lines = new TextLines(text, name);
        var (import, rows) = (new SparseImport(lines, options), new SparseRows(options.Type));
        while (lines.Read()) ReadRow(lines, import, rows);
        return import.Finish(rows);
    }

    static void ReadRow(TextLines lines, SparseImport import, SparseRows rows)
    {
        var isTarget = true;
        foreach (var range in lines.Line.SplitAny(' ', '\t'))
        {
            var word = lines.Line[range];
            if (word.IsEmpty) continue;
            if (isTarget) import.Targets.Add(import.Value(word, "the target, a number"));
            else ReadPair(word, lines, import, rows);
            isTarget = false;
        }
        if (rows.EndRow() is >= 0 and var twice) throw lines.Wrong($"column {twice} comes twice; name it once.");
    }

    static void ReadPair(ReadOnlySpan<char> word, TextLines lines, SparseImport import, SparseRows rows)
    {
        var at = word.IndexOf(':');
        if (at <= 0)
            throw lines.Wrong($"expected column:value, found \"{TextLines.Shorten(word)}\"; is it a file of libsvm's format?");
        if (word.StartsWith("qid:"))
            throw lines.Wrong("a qid, of a file for ranking, which is no feature; take the qids out.");
        rows.Add(import.Column(word[..at]), import.Value(word[(at + 1)..], "a number after the colon"));
    }
}
