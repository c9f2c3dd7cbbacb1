namespace TorchReg.Data;

/// <summary>
/// The lines of a text, of at most 16 million characters each; what follows a # is a comment, and empty lines are passed over.
/// </summary>
sealed class TextLines(TextReader source, string name)
{
    const int Longest = 1 << 24;
    readonly CharBuffer input = new(source);
    char[] text = new char[1 << 12];
    int length;
    bool started;

    /// <summary>The number of the line in hand, from 1.</summary>
    internal long Number { get; private set; }

    /// <summary>The line in hand, without blanks around it; good until the next is read.</summary>
    internal ReadOnlySpan<char> Line => text.AsSpan(0, length).Trim();

    /// <summary>Goes to the next line that is not empty; false at the end.</summary>
    /// <param name="keepsComments">Whether a line of a comment alone is given too.</param>
    internal bool Read(bool keepsComments = false)
    {
        if (!started) input.Passed('\uFEFF');
        started = true;
        while (input.Peek() >= 0)
        {
            Number++;
            ReadLine();
            if (!keepsComments && text.AsSpan(0, length).IndexOf('#') is >= 0 and var at) length = at;
            if (Line.Length > 0) return true;
        }
        length = 0;
        return false;
    }

    void ReadLine()
    {
        length = 0;
        for (var isOpen = true; isOpen && input.Peek() >= 0;)
        {
            var end = input.Rest.IndexOf('\n');
            var piece = end < 0 ? input.Rest : input.Rest[..end];
            if (length + piece.Length > Longest) throw Wrong("the line is longer than 16 million characters; is it text at all?");
            if (length + piece.Length > text.Length) Array.Resize(ref text, 2 * (length + piece.Length));
            piece.CopyTo(text.AsSpan(length));
            length += piece.Length;
            input.Skip(piece.Length + (end < 0 ? 0 : 1));
            isOpen = end < 0;
        }
    }

    /// <summary>An error that names the file, the line and what is wrong.</summary>
    internal InvalidDataException Wrong(string what) => new(FormattableString.Invariant($"{name}, line {Number}: {what}"));

    /// <summary>What is shown of a word in an error.</summary>
    internal static string Shorten(ReadOnlySpan<char> word) => Shown.Value(word.Length > 40 ? $"{word[..40]}…" : word.ToString());
}
