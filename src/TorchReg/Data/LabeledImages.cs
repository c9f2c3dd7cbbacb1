using System.Security.Cryptography;

namespace TorchReg.Data;

/// <summary>
/// n gray images with their labels, as bytes: <see cref="Pixels"/> is n × <see cref="Columns"/>, row by row,
/// 0 = paper, 255 = ink; <see cref="Labels"/> is n classes counted from 0.
/// </summary>
public sealed class LabeledImages
{
    private readonly Lazy<string> sha256;

    /// <summary>Joins pixels (n · columns bytes) and labels (n bytes) without copying them.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public LabeledImages(ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels, int columns = 28 * 28)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (pixels.Length != (long)labels.Length * columns)
            throw new ArgumentException(
                $"{labels.Length} labels and {columns} columns need {(long)labels.Length * columns} pixels, but " +
                $"{pixels.Length} were given.",
                nameof(pixels));
        (Pixels, Labels, Columns) = (pixels, labels, columns);
        sha256 = new(Digest);
    }

    /// <summary>"1,000 images of 784 pixels".</summary>
    public override string ToString() => FormattableString.Invariant($"{Rows:N0} images of {Columns} pixels");

    /// <summary>The images, n × <see cref="Columns"/> bytes, row by row.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>The n labels.</summary>
    public ReadOnlyMemory<byte> Labels { get; }

    /// <summary>The number n of images.</summary>
    public int Rows => Labels.Length;

    /// <summary>Pixels per image; 28 × 28 = 784 for MNIST's format.</summary>
    public int Columns { get; }

    /// <summary>SHA-256 over all pixels, then all labels, in lower-case hex: equal exactly when the data are equal.</summary>
    public string Sha256 => sha256.Value;

    /// <summary>The pixels of image <paramref name="row"/>.</summary>
    public ReadOnlySpan<byte> Row(int row) => Pixels.Span.Slice(row * Columns, Columns);

    /// <summary>The first <paramref name="rows"/> images, 0 … <see cref="Rows"/>; nothing is copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many rows.</exception>
    public LabeledImages Take(int rows)
    {
        if (rows < 0 || rows > Rows)
            throw new ArgumentOutOfRangeException(
                nameof(rows),
                rows,
                $"The first {rows} rows were asked for; there are {Rows}, so the range is 0 to {Rows}.");
        return new(Pixels[..(rows * Columns)], Labels[..rows], Columns);
    }

    /// <summary>The images at <paramref name="rows"/>, in that order, copied.</summary>
    public LabeledImages Select(ReadOnlySpan<int> rows)
    {
        var pixels = new byte[rows.Length * Columns];
        var labels = new byte[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(pixels.AsSpan(i * Columns));
            labels[i] = Labels.Span[rows[i]];
        }
        return new(pixels, labels, Columns);
    }

    private string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Pixels.Span);
        hash.AppendData(Labels.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
