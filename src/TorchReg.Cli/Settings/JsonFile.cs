using System.Text.Json;
using TorchReg.Storage;

namespace TorchReg.Cli.Settings;

/// <summary>Reads the JSON files of a run's folder.</summary>
static class JsonFile
{
    const int Longest = 64 << 20;

    /// <exception cref="InvalidDataException">The file is missing, damaged or of another form; one line.</exception>
    internal static T Read<T>(string path) where T : class
    {
        if (!FileKinds.IsFile(path)) throw new InvalidDataException($"{path} is missing; the run's folder is not whole");
        if (new FileInfo(path).Length > Longest)
            throw new InvalidDataException($"{path} is larger than 64 MB; it is no file of a run");
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(stream, SettingsJson.Options)
                ?? throw new InvalidDataException($"{path} holds nothing; the run's folder is damaged");
        }
        catch (Exception bad) when (bad is JsonException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException($"{path}: not what a run's folder holds there; {bad.Message.Split(" Path:")[0]}", bad);
        }
    }
}
