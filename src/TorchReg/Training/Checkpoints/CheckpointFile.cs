using System.Security.Cryptography;
using System.Text;
using TorchReg.Storage;
using TorchSharp;

namespace TorchReg.Training;

/// <summary>
/// A checkpoint as a file: a line with the format's name, a line with the SHA-256 of the rest, then safetensors. A file that is
/// torn or changed has another checksum.
/// </summary>
static class CheckpointFile
{
    const string Format = "torchreg checkpoint 2\n";
    const int HashLength = 64;
    static readonly int start = Format.Length + HashLength + 1;

    internal static void Save(
        Stream stream,
        IReadOnlyDictionary<string, torch.Tensor> tensors,
        IReadOnlyDictionary<string, string> notes)
    {
        stream.Write(Encoding.ASCII.GetBytes(Format + new string('0', HashLength) + "\n"));
        SafeTensors.Save(stream, tensors, notes);
        stream.Position = start;
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        stream.Position = Format.Length;
        stream.Write(Encoding.ASCII.GetBytes(hash));
    }

    /// <exception cref="InvalidDataException">The file is torn, changed, or no checkpoint.</exception>
    internal static LoadedTensors Load(string path)
    {
        using var stream = File.OpenRead(path);
        var head = new byte[start];
        if (stream.ReadAtLeast(head, start, throwOnEndOfStream: false) < start
            || !head.AsSpan().StartsWith(Encoding.ASCII.GetBytes(Format)))
            throw new InvalidDataException($"{path}: this is no checkpoint, or only its beginning.");
        var expected = Encoding.ASCII.GetString(head, Format.Length, HashLength);
        var found = Convert.ToHexStringLower(SHA256.HashData(stream));
        if (found != expected)
            throw new InvalidDataException(
                $"{path}: the checksum does not fit (SHA-256 {found[..12]}…, expected {expected[..12]}…): the file is torn or " +
                "changed.");
        stream.Position = start;
        return SafeTensors.Load(stream, path);
    }
}
