using System.Security.Cryptography;

namespace TorchReg.Cli.Pipeline;

/// <summary>SHA-256 of a file's bytes, in small hexadecimal digits.</summary>
static class FileDigest
{
    internal static string Of(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
