namespace TorchReg.Data;

/// <summary>
/// The IDX format of MNIST: two zero bytes, the element type (0x08 = unsigned byte), the number d of dimensions,
/// d big-endian 32-bit sizes, then their product of bytes. Gzipped files are known by their content, not their name.
/// Source: LeCun, Cortes, Burges, "The MNIST database", file formats.
/// </summary>
public sealed class IdxFile
{
    private IdxFile(string path, int[] sizes, byte[] bytes) => (Path, Sizes, Bytes) = (path, sizes, bytes);

    /// <summary>The file that was read.</summary>
    public string Path { get; }

    /// <summary>The size of each dimension: n, rows and columns for images; n for labels.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The elements, the last dimension running fastest.</summary>
    public byte[] Bytes { get; }

    /// <summary>Reads images, n × rows × columns (magic number 0x00000803).</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The content is not what its header promises; the message is one line.</exception>
    public static IdxFile ReadImages(string path) => Read(path, dimensions: 3);

    /// <summary>Reads labels, n (magic number 0x00000801).</summary>
    /// <inheritdoc cref="ReadImages" path="/exception"/>
    public static IdxFile ReadLabels(string path) => Read(path, dimensions: 1);

    private static IdxFile Read(string path, int dimensions)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file; give the path of an IDX file, gzipped or not.", path);
        using var content = IdxContent.Open(path);
        var sizes = IdxHeader.Read(content, dimensions);
        return new(path, sizes, content.ReadToEnd(IdxHeader.Product(sizes)));
    }
}
