using System.Security.Cryptography;
using System.Text;
using TorchReg.Solvers;
using TorchReg.Storage;

namespace TorchReg.Selection;

/// <summary>
/// Finished parts of a cross-validation in a folder that no other process has, each a file that is wholly there or not at all. A
/// part begins with the SHA-256 of the rest and that of what it belongs to, which belongs-to.json says in full.
/// </summary>
sealed class KeptWork : IDisposable
{
    const string BelongingName = "belongs-to.json", ForcedName = "forced.txt", Extension = ".part-of-choice";
    const int DigestLength = 32;

    readonly OwnedFolder folder;
    readonly byte[] belonging;
    readonly string prefix = "";

    KeptWork(KeptWork whole, string name) =>
        (folder, belonging, prefix) = (whole.folder, whole.belonging, $"{whole.prefix}{name}-");

    /// <summary>The parts of one of several choices of the same work; its maker's to dispose.</summary>
    internal KeptWork Within(string name) => new(this, name);

    /// <summary>Where the options name a folder.</summary>
    internal static KeptWork? Of(ScaledProblem dense, CvOptions options, params ReadOnlySpan<(string Key, string Value)> also)
    {
        if (options.ResumeFolder is not { } path) return null;
        var rows = Enumerable.Range(0, (int)dense.Rows).ToArray();
        var provenance = ChoiceProvenance.Of(dense, options.FoldsOf(dense.Problem, rows, options.Seed), options);
        var values = new Dictionary<string, string>(provenance.Values);
        foreach (var (key, value) in also) values[key] = value;
        return new(path, new(values), options.Force);
    }

    /// <exception cref="OtherSettingsException">The folder holds the work of other rows or settings.</exception>
    internal KeptWork(string path, Provenance provenance, bool force)
    {
        folder = OwnedFolder.Take(path, CvOptions.KindOfKeptWork);
        try
        {
            belonging = Convert.FromHexString(Begin(path, provenance, force).Digest);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    // Forced parts keep the belonging of the work that was begun: so they stay readable.
    Provenance Begin(string path, Provenance provenance, bool force)
    {
        var begun = folder.Has(BelongingName) ? Provenance.Parse(File.ReadAllText(Path.Combine(path, BelongingName))) : null;
        if (begun == null)
        {
            folder.Clear();
            folder.Write(BelongingName, provenance.ToJson());
            return provenance;
        }
        var changes = provenance.ChangesSince(begun);
        if (changes.Count == 0) return begun;
        if (!force) throw new OtherSettingsException(path, changes,
            "run with what it was begun with, force it (Force, --force), name another folder, or delete this one.");
        var earlier = folder.Has(ForcedName) ? File.ReadAllText(Path.Combine(path, ForcedName)) : "";
        folder.Write(ForcedName, $"{earlier}{DateTimeOffset.UtcNow:u} {string.Join("; ", changes)}\n");
        return begun;
    }

    /// <summary>What was forced, a line each time.</summary>
    internal IReadOnlyList<string> Forced => folder.Has(ForcedName) ? File.ReadAllLines(Path.Combine(folder.Path, ForcedName))
        : [];

    /// <summary>Keeps a part.</summary>
    internal void Write(string name, Action<BinaryWriter> write)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(belonging);
            write(writer);
        }
        var bytes = content.ToArray();
        lock (folder)
            folder.Write(prefix + name + Extension, stream =>
            {
                stream.Write(SHA256.HashData(bytes));
                stream.Write(bytes);
            });
    }

    /// <summary>
    /// Reads a part back; null where there is none, or where it can't be read or belongs to other work and so is to be made
    /// again.
    /// </summary>
    internal BinaryReader? Read(string name)
    {
        if (!folder.Has(prefix + name + Extension)) return null;
        try
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder.Path, prefix + name + Extension));
            return IsWhole(bytes) ? new(new MemoryStream(bytes, 2 * DigestLength, bytes.Length - (2 * DigestLength))) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    bool IsWhole(byte[] bytes) => bytes.Length >= 2 * DigestLength
        && SHA256.HashData(bytes.AsSpan(DigestLength)).AsSpan().SequenceEqual(bytes.AsSpan(0, DigestLength))
        && bytes.AsSpan(DigestLength, DigestLength).SequenceEqual(belonging);

    public void Dispose()
    {
        if (prefix.Length == 0) folder.Dispose();
    }
}
