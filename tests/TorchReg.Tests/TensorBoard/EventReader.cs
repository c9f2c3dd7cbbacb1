using System.Diagnostics;
using System.Text.Json.Nodes;

namespace TorchReg.Tests.TensorBoard;

/// <summary>A test through a reader of event files that nobody here wrote; skipped where its parts are missing.</summary>
public sealed class EventReaderFactAttribute : FactAttribute
{
    const string Python = "/usr/bin/python3";
    const string Finds = "import importlib.util as i, sys; " +
        "sys.exit(any(i.find_spec(m) is None for m in ('cv2', 'crcmod', 'google')))";

    static readonly Lazy<bool> isThere = new(() => Run("-c", Finds).Status == 0);

    public EventReaderFactAttribute()
    {
        if (!isThere.Value) Skip = "needs python3-protobuf, python3-crcmod and python3-opencv.";
    }

    /// <summary>The events of a file.</summary>
    internal static JsonObject[] Read(params string[] paths)
    {
        var script = Path.Combine(Repository.Root, "tests", "TorchReg.Tests", "TensorBoard", "read_events.py");
        var (status, output, errors) = Run([script, .. paths]);
        return status == 0 ? [.. output.TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!.AsObject())]
            : throw new InvalidDataException(errors);
    }

    static (int Status, string Output, string Errors) Run(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Python, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (1, "", "there is no Python");
        }
    }
}
