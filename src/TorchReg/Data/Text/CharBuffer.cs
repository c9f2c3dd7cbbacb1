namespace TorchReg.Data;

/// <summary>Looks ahead in a text, 2¹⁶ characters at a time.</summary>
internal sealed class CharBuffer(TextReader source)
{
    private readonly char[] buffer = new char[1 << 16];
    private int next, filled;

    /// <summary>What is buffered and not passed; not empty after a <see cref="Peek"/> that found something.</summary>
    public ReadOnlySpan<char> Rest => buffer.AsSpan(next..filled);

    /// <summary>The next character; −1 at the end.</summary>
    public int Peek()
    {
        if (next == filled) (next, filled) = (0, source.Read(buffer, 0, buffer.Length));
        return next < filled ? buffer[next] : -1;
    }

    /// <summary>Passes over characters of <see cref="Rest"/>.</summary>
    public void Skip(int count) => next += count;

    /// <summary>Passes over the next character if it is the wanted one.</summary>
    public bool Passed(char wanted)
    {
        if (Peek() != wanted) return false;
        next++;
        return true;
    }
}
