using System.Security.Cryptography;
using TorchReg.Data;
using TorchSharp;

namespace TorchReg.Cli.Pipeline;

/// <summary>
/// SHA-256 over the features', the targets' and the weights' bytes, in that order: equal exactly when the rows are.
/// </summary>
static class DataDigest
{
    internal static string Of(Dataset data)
    {
        using var sha = SHA256.Create();
        using (var hashing = new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write))
            foreach (var tensor in new[] { data.Features, data.Targets, data.Weights })
            {
                if (tensor is null) continue;
                using var scope = torch.NewDisposeScope();
                tensor.cpu().contiguous().WriteBytesToStream(hashing, 1 << 20);
            }
        return Convert.ToHexStringLower(sha.Hash!);
    }
}
