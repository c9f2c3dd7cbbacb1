using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Sweep;

/// <summary>How a run ended.</summary>
enum RunState
{
    /// <summary>With metrics.</summary>
    Done,

    /// <summary>A number became infinite: it would again.</summary>
    Diverged,

    /// <summary>For another reason: it is tried again.</summary>
    Failed,
}

/// <summary>What came of one run.</summary>
/// <param name="Id">Its name.</param>
/// <param name="State">How it ended.</param>
/// <param name="Metrics">Where it is done.</param>
/// <param name="Reason">Where it is not.</param>
/// <param name="Seconds">Its share of its unit's time.</param>
/// <param name="Together">How many models were trained at once.</param>
/// <param name="Host">The machine.</param>
/// <param name="Company">The unit that it was trained in.</param>
/// <param name="Rows">What its rows are.</param>
/// <param name="Code">What made it.</param>
/// <param name="EpochsRun">Epochs that were trained for it; fewer than it has where it went on from an earlier rung.</param>
sealed record SweepResult(
    string Id,
    RunState State,
    RunMetrics? Metrics,
    string? Reason,
    double Seconds,
    int Together,
    string Host,
    string Company = "",
    string Rows = "",
    string Code = "",
    int EpochsRun = 0)
{
    const int CheckDigits = 8;
    const string CheckKey = ",\"check\":\"";
    static readonly JsonSerializerOptions oneLine = new(SettingsJson.Options) { WriteIndented = false };

    internal static SweepResult Failure(string id, RunState state, string reason, double seconds = 0, int together = 1) =>
        new(
            id,
            state,
            null,
            string.Join(' ', reason.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)),
            seconds,
            together,
            Environment.MachineName);

    /// <summary>The run in its company: the last bits of a model depend on its neighbours.</summary>
    internal string Key => $"{Id}/{Company}";

    internal bool IsFinal => State != RunState.Failed;

    /// <summary>
    /// A line of JSON whose last value is a checksum over what stands before, so that a torn line is known as such.
    /// </summary>
    internal string ToLine()
    {
        var json = JsonSerializer.Serialize(this, oneLine);
        return $"{json[..^1]}{CheckKey}{Check(json[..^1])}\"}}";
    }

    /// <summary>The result of a line; null where the line is torn or of another kind.</summary>
    internal static SweepResult? OfLine(string line)
    {
        var end = line.Length - CheckKey.Length - CheckDigits - 2;
        if (end <= 0 || !line.AsSpan(end).StartsWith(CheckKey) || !line.EndsWith("\"}", StringComparison.Ordinal)) return null;
        if (Check(line[..end]) != line.Substring(end + CheckKey.Length, CheckDigits)) return null;
        try { return JsonSerializer.Deserialize<SweepResult>($"{line.AsSpan(0, end)}}}", oneLine); }
        catch (JsonException) { return null; }
    }

    static string Check(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..CheckDigits];
}
