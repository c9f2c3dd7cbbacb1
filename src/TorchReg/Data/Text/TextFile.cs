using System.Text;

namespace TorchReg.Data;

/// <summary>Opens text so that nothing in it is replaced: what is not in the encoding is an error.</summary>
internal static class TextFile
{
    /// <param name="path">A file.</param>
    /// <param name="encoding">Default UTF-8.</param>
    internal static StreamReader Open(string path, TextEncoding encoding = TextEncoding.Utf8) =>
        Open(File.OpenRead(path), path, encoding);

    /// <param name="bytes">Closed with the reader.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="encoding">Default UTF-8.</param>
    internal static StreamReader Open(Stream bytes, string name, TextEncoding encoding = TextEncoding.Utf8) => encoding switch
    {
        TextEncoding.Utf8 => new(new Utf8Checked(bytes, name), Encoding.UTF8, detectEncodingFromByteOrderMarks: false),
        TextEncoding.Latin1 => new(bytes, Encoding.Latin1, detectEncodingFromByteOrderMarks: false),
        TextEncoding.Windows1252 => new(
            bytes,
            CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
            detectEncodingFromByteOrderMarks: false),
        TextEncoding.Utf16 => new(bytes, Encoding.Unicode, detectEncodingFromByteOrderMarks: true),
        _ => throw new ArgumentOutOfRangeException(
            nameof(encoding),
            encoding,
            $"Encoding must be one of {string.Join(", ", Enum.GetNames<TextEncoding>())}; given {encoding}."),
    };

    /// <summary>A whole file, which is at most so long: a setting's or a table's, not one of rows.</summary>
    /// <exception cref="InvalidDataException">It is longer, or not UTF-8.</exception>
    internal static string ReadAll(string path, long mostBytes)
    {
        using var file = File.OpenRead(path);
        if (file.CanSeek && file.Length > mostBytes) throw TooLong(path, mostBytes);
        using var text = Open(file, path);
        var (all, block) = (new StringBuilder(), new char[1 << 14]);
        for (int count; (count = text.Read(block)) > 0;)
            if (all.Append(block, 0, count).Length > mostBytes) throw TooLong(path, mostBytes);
        return all.ToString();
    }

    private static InvalidDataException TooLong(string path, long mostBytes) =>
        new(FormattableString.Invariant($"{path}: longer than {mostBytes:N0} bytes, which no such file is; give another."));
}
