namespace TorchReg.Fuzz.Tests;

/// <summary>A folder that goes when the tests end.</summary>
public sealed class Place : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("torchreg-fuzz-").FullName;

    internal string At(string name) => System.IO.Path.Combine(Path, name);

    internal string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(name))!);
        File.WriteAllBytes(At(name), content);
        return At(name);
    }

    /// <summary>A copy of a folder, in which one file may be damaged.</summary>
    internal string Copy(string folder, string name)
    {
        if (Directory.Exists(At(name))) Directory.Delete(At(name), recursive: true);
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            Write(System.IO.Path.Combine(name, System.IO.Path.GetRelativePath(folder, file)), File.ReadAllBytes(file));
        return At(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
