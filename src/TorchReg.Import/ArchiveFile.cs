using System.IO.Compression;
using System.Text;
using TorchReg.Storage;

namespace TorchReg.Import;

/// <summary>
/// A zip file whose parts are stored as they are: no part is larger than the file says, and all together are not larger than the
/// file, so that nothing can unfold in memory.
/// </summary>
sealed class ArchiveFile : IDisposable
{
    const int MostParts = 1_000_000;
    readonly string path;
    readonly ZipArchive zip;
    readonly Dictionary<string, ZipArchiveEntry> parts = [];

    ArchiveFile(string path, ZipArchive zip, long length)
    {
        (this.path, this.zip) = (path, zip);
        if (zip.Entries.Count > MostParts) throw Wrong($"it has {zip.Entries.Count} parts");
        foreach (var part in zip.Entries)
        {
            if (part.Length != part.CompressedLength) throw Wrong(
                $"'{part.FullName}' is compressed, which neither torch nor Keras does");
            if (!parts.TryAdd(part.FullName, part)) throw Wrong($"'{part.FullName}' stands in it twice");
        }
        if (zip.Entries.Sum(part => (double)part.Length) > length) throw Wrong("its parts are larger than it is");
    }

    internal static ArchiveFile Open(string path, string what)
    {
        if (!FileKinds.IsFile(path)) throw new FileNotFoundException($"{path}: no such file; give {what}.", path);
        var stream = File.OpenRead(path);
        ZipArchive zip;
        try
        {
            zip = new(stream, ZipArchiveMode.Read);
            _ = zip.Entries.Count;
        }
        catch (Exception bad) when (IsOfDamage(bad))
        {
            stream.Dispose();
            throw new InvalidDataException($"{path}: it is no zip archive, or a damaged one; give {what}.", bad);
        }
        try { return new(path, zip, stream.Length); }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    internal bool Has(string name) => parts.ContainsKey(name);

    /// <summary>The one part whose name ends so; null where there is none.</summary>
    internal string? Find(string end) => parts.Keys.FirstOrDefault(name => name.EndsWith(end, StringComparison.Ordinal));

    internal long Length(string name) => Part(name).Length;

    internal Stream Open(string name)
    {
        Stream? stream = null;
        Whole(() => stream = Part(name).Open(), path);
        return stream!;
    }

    internal byte[] Bytes(string name, int most)
    {
        if (Length(name) > most)
            throw Wrong(FormattableString.Invariant($"'{name}' has {Length(name):N0} bytes, of at most {most:N0}"));
        var bytes = new byte[Length(name)];
        using var stream = Open(name);
        Whole(() => stream.ReadExactly(bytes), path);
        return bytes;
    }

    internal string Text(string name, int most) => Encoding.UTF8.GetString(Bytes(name, most));

    /// <summary>Runs what reads a part; .NET's own words about damaged archives become ours.</summary>
    internal static void Whole(Action read, string path)
    {
        try { read(); }
        catch (Exception bad) when (IsOfDamage(bad))
        {
            throw new InvalidDataException($"{path}: a part of it ends too early or is damaged; fetch or save it anew.", bad);
        }
    }

    static bool IsOfDamage(Exception bad) =>
        bad is InvalidDataException or IOException or NotSupportedException or ArgumentException
        or OverflowException;

    ZipArchiveEntry Part(string name) => parts.TryGetValue(name, out var part) ? part
        : throw new InvalidDataException($"{path}: it has no '{Shown.Value(name)}'; the file is damaged.");

    InvalidDataException Wrong(string what) => new($"{path}: {Shown.Line(what)}; the file is damaged, or not what it seems.");

    public void Dispose() => zip.Dispose();
}
