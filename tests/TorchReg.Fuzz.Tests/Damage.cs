using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using TorchReg.Data;

namespace TorchReg.Fuzz.Tests;

/// <summary>
/// What may have become of a file of a folder: other bytes, with the right checksum too, something else in its place, or
/// another's file.
/// </summary>
static class Damage
{
    /// <summary>Damages one file of a folder.</summary>
    /// <param name="folder">A copy, to be spoiled.</param>
    /// <param name="other">A folder of the same kind with other settings.</param>
    /// <param name="random">Which, and how.</param>
    /// <returns>What was done, in words.</returns>
    internal static string Of(string folder, string other, SplitMix64 random)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var file = files[random.Below(files.Length)];
        var name = Path.GetRelativePath(folder, file);
        var kind = random.Below(12);
        var change = kind < 6 ? Rewritten(file, random)
            : kind == 6 ? Foreign(file, Path.Combine(other, name), other, random)
            : Replaced(file, kind, random);
        return $"{name}, {change}";
    }

    static string Rewritten(string file, SplitMix64 random)
    {
        File.WriteAllBytes(file, Bytes(File.ReadAllBytes(file), random));
        return "rewritten";
    }

    static string Foreign(string file, string same, string other, SplitMix64 random)
    {
        var all = Directory.GetFiles(other, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var source = File.Exists(same) && random.Below(4) > 0 ? same : all[random.Below(all.Length)];
        File.Copy(source, file, overwrite: true);
        return $"{Path.GetFileName(source)} of another";
    }

    static string Replaced(string file, int kind, SplitMix64 random)
    {
        var length = new FileInfo(file).Length;
        if (kind == 7) using (var cut = File.OpenWrite(file)) cut.SetLength(random.Below((int)length + 1));
        else if (kind == 8) File.WriteAllBytes(file, []);
        else File.Delete(file);
        if (kind == 10) Directory.CreateDirectory(Path.Combine(file, "mine"));
        if (kind == 11) return Strange(file, random.Below(4));
        return kind switch { 7 => "cut", 8 => "emptied", 9 => "gone", _ => "a folder" };
    }

    static string Strange(string file, int kind)
    {
        if (kind < 3 || !OperatingSystem.IsLinux())
            File.CreateSymbolicLink(
                file,
                kind switch
                {
                    0 => "nothing",
                    1 => "..",
                    _ => "/dev/zero"
                });
        else using (var made = Process.Start("mkfifo", [file])) made.WaitForExit();
        return new FileInfo(file).LinkTarget is { } target ? $"a link to {target}" : "a pipe";
    }

    // A checksum is made right again, so that what stands behind it is looked at.
    static byte[] Bytes(byte[] valid, SplitMix64 random)
    {
        var isSealed = random.Below(3) > 0;
        var start = Encoding.ASCII.GetBytes("torchreg checkpoint 2\n");
        if (isSealed && valid.AsSpan().StartsWith(start))
        {
            var content = Mutation.Of(valid[(start.Length + 65)..], random);
            return
            [
                .. start,
                .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(content))),
                (byte)'\n',
                .. content
            ];
        }
        // A part of a choice begins with the digest of the rest, and with that of what it belongs to.
        if (isSealed && valid.Length > 64 && SHA256.HashData(valid.AsSpan(32)).AsSpan().SequenceEqual(valid.AsSpan(0, 32)))
        {
            byte[] content = [.. valid[32..64], .. Mutation.Of(valid[64..], random)];
            return [.. SHA256.HashData(content), .. content];
        }
        if (isSealed && Encoding.UTF8.GetString(valid).Split('\n') is var lines && lines.Any(IsResult))
        {
            var at = random.Below(lines.Length);
            lines[at] = Sealed(Mutation.Text(lines[at], random));
            return Encoding.UTF8.GetBytes(string.Join('\n', lines));
        }
        return random.Below(3) == 0
            ? Encoding.UTF8.GetBytes(Mutation.Text(Encoding.UTF8.GetString(valid), random))
            : Mutation.Of(valid, random);
    }

    static bool IsResult(string line) => line.StartsWith('{') && line.Contains(",\"check\":\"", StringComparison.Ordinal);

    /// <summary>A line of a sweep's results with its checksum made right.</summary>
    internal static string Sealed(string line)
    {
        var end = line.LastIndexOf(",\"check\"", StringComparison.Ordinal);
        var content = end < 0 ? line : line[..end];
        return $"{content},\"check\":\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..8]}\"}}";
    }
}
