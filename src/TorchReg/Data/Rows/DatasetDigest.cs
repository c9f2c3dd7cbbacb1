using System.Security.Cryptography;
using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>Rows in one line: how many, and the SHA-256 over types, shapes and bytes of features, targets and weights.</summary>
static class DatasetDigest
{
    internal static string Of(Dataset data) =>
        FormattableString.Invariant($"{data.Rows} rows, SHA-256 {Sha256(data)}");

    internal static string Sha256(Dataset data) => data.Stored is null
        ? Sha256(data.Features, data.Targets, data.Weights)
        : Sha256(data.Stored, data.Targets, data.Weights);

    internal static string Sha256(params ReadOnlySpan<Tensor?> tensors) => Sha256(null, tensors);

    static string Sha256(StoredRows? stored, params ReadOnlySpan<Tensor?> tensors)
    {
        using var sha = SHA256.Create();
        using (var hashing = new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write))
        {
            if (stored is not null)
            {
                hashing.Write(System.Text.Encoding.UTF8.GetBytes($"{stored.Kind} {stored.Type} {stored.Rows}×{stored.Columns};"));
                stored.WriteTo(hashing);
            }
            foreach (var tensor in tensors)
            {
                hashing.Write(
                    System.Text.Encoding.UTF8.GetBytes(
                        tensor is null ? "none;" : $"{tensor.dtype} {string.Join('×', tensor.shape)};"));
                if (tensor is null) continue;
                using var scope = NewDisposeScope();
                tensor.detach().cpu().contiguous().WriteBytesToStream(hashing, 1 << 20);
            }
        }
        return Convert.ToHexStringLower(sha.Hash!);
    }
}
