using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using TorchReg.Cli.Host;
using TorchReg.Data;

namespace TorchReg.Cli.Settings;

/// <summary>Settings from a JSON file; comments and trailing commas are welcome, duplicate keys are not.</summary>
static class JsonSource
{
    /// <summary>For editors; not a setting.</summary>
    const string SchemaReference = "$schema";

    internal static SettingSource FromFile(string path)
    {
        if (Directory.Exists(path)) throw new UserError($"{path} is a folder; give a JSON file");
        if (!File.Exists(path))
            throw new UserError($"{path}: no such file; give a JSON file, see configs/ for examples{KnownName.Beside(path)}");
        return FromText(path, Text(path));
    }

    /// <summary>A configuration file's text: UTF-8, and no longer than such a file is.</summary>
    internal static string Text(string path) => TextFile.ReadAll(path, JsonLimits.LongestFile);

    internal static SettingSource FromText(string origin, string json)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes(json);
            JsonLimits.Check(origin, bytes);
            var read = new ConfigurationBuilder().AddJsonStream(new MemoryStream(bytes)).Build();
            var settings = read.AsEnumerable().Where(pair => pair.Key != SchemaReference);
            return new(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), _ => origin, key => key);
        }
        catch (JsonException bad)
        {
            throw new UserError(
                $"{origin}, line {bad.LineNumber + 1}: not valid JSON; {bad.Message.Split(" LineNumber:")[0]}",
                bad);
        }
        catch (FormatException bad)
        {
            throw new UserError($"{origin}: {Reworded(bad.Message)}", bad);
        }
    }

    static string Reworded(string message) =>
        message.Split('\'') is [_, var key, _] && message.Contains("duplicate", StringComparison.OrdinalIgnoreCase)
            ? $"the key {SettingKey.Display(key)} stands twice; keep one"
            : "the file must hold one JSON object, { … }";
}
