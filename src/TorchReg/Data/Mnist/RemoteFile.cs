using System.Security.Cryptography;

namespace TorchReg.Data;

/// <summary>A file that mirrors hold, known by its exact length and content.</summary>
/// <param name="Name">The name at the mirror and in the folder.</param>
/// <param name="Length">The length in bytes; nothing longer is ever read.</param>
/// <param name="Sha256">SHA-256 of the file as it is sent, lower-case hex.</param>
public sealed record RemoteFile(string Name, int Length, string Sha256)
{
    /// <summary>MNIST's four files; the SHA-256 are those that TensorFlow Datasets checks.</summary>
    public static IReadOnlyList<RemoteFile> Mnist { get; } =
    [
        new("train-images-idx3-ubyte.gz", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        new("train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        new("t10k-images-idx3-ubyte.gz", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        new("t10k-labels-idx1-ubyte.gz", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
    ];

    /// <summary>Null if <paramref name="content"/> is this file, else what is wrong with it.</summary>
    internal string? Mismatch(ReadOnlySpan<byte> content)
    {
        if (content.Length != Length)
            return $"expected {Length} bytes, found {(content.Length > Length ? "more" : content.Length)}";
        var found = Convert.ToHexStringLower(SHA256.HashData(content));
        return found == Sha256 ? null : $"expected SHA-256 {Sha256}, found {found}";
    }
}
