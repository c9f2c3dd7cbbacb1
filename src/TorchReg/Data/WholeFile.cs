namespace TorchReg.Data;

/// <summary>A file that is either wholly there or not at all: written beside its place, then renamed.</summary>
internal static class WholeFile
{
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var part = Path.Combine(folder, $"{Path.GetFileName(path)}.{Path.GetRandomFileName()}.part");
        try
        {
            await File.WriteAllBytesAsync(part, content, cancellation).ConfigureAwait(false);
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
