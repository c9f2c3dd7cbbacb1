namespace TorchReg.Tests.Data;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("torchreg-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string[] Names => Directory.GetFiles(Path).Select(file => System.IO.Path.GetFileName(file)).Order().ToArray();

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
