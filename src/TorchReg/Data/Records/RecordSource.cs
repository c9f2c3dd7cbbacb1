namespace TorchReg.Data;

/// <summary>Bytes of UTF-8 that can be read from their beginning as often as wanted.</summary>
/// <param name="name">What errors call it.</param>
/// <param name="open">Opens it.</param>
sealed class RecordSource(string name, Func<Stream> open)
{
    internal string Name => name;

    internal Stream Open() => open();

    /// <summary>A file, unzipped where it is gzip.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    internal static RecordSource Of(string path, TextEncoding encoding)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file; give the path of a CSV file.", path);
        return new(path, () =>
        {
            var bytes = GzipChecked.Open(path);
            return encoding == TextEncoding.Utf8 ? new Utf8Checked(bytes, path)
                : new CharBytes(TextFile.Open(bytes, path, encoding), bytes);
        });
    }

    /// <summary>A text, which is kept in memory where it is read twice.</summary>
    internal static RecordSource Of(TextReader text, string name, bool isReadTwice)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = new CharBytes(text, Stream.Null);
        var kept = new Lazy<KeptBytes>(() => new(bytes));
        return new(name, () => isReadTwice ? kept.Value.Open() : bytes);
    }
}
