namespace TorchReg.Data;

/// <summary>How a file's bytes are characters.</summary>
public enum TextEncoding
{
    /// <summary>UTF-8, with or without a byte order mark; other bytes are an error that says where.</summary>
    Utf8,

    /// <summary>ISO-8859-1: every byte is a character of Western Europe.</summary>
    Latin1,

    /// <summary>
    /// Latin 1 with €, „“ and others in the place of control characters: what old spreadsheets on Windows write.
    /// </summary>
    Windows1252,

    /// <summary>UTF-16, little-endian unless a byte order mark says otherwise: a spreadsheet's "Unicode text".</summary>
    Utf16,
}
