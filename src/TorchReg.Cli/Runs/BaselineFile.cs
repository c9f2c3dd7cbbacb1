using System.Globalization;
using System.Text;
using TorchReg.Data;
using TorchReg.Selection;

namespace TorchReg.Cli.Runs;

/// <summary>The baseline hazard of Cox regression as CSV: a time of an event and H₀ there in each line.</summary>
static class BaselineFile
{
    const string Header = "time,cumulative_hazard";
    const long Longest = 256 << 20;

    internal static string Of(BaselineHazard hazard)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var (time, sum) in hazard.Times.Zip(hazard.Cumulative))
            text.Append(CultureInfo.InvariantCulture, $"{time:R},{sum:R}\n");
        return text.ToString();
    }

    /// <exception cref="InvalidDataException">It is not what a choice wrote.</exception>
    internal static BaselineHazard Read(string path)
    {
        var lines = TextFile.ReadAll(path, Longest).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var (times, sums) = (new List<double>(), new List<double>());
        foreach (var line in lines.Skip(1))
            if (line.Split(',') is [var first, var second] && NumberText.TryRead(first, out var time)
                && NumberText.TryRead(second, out var sum))
            {
                times.Add(time);
                sums.Add(sum);
            }
            else throw new InvalidDataException($"{path}: expected a time and a number in each line; it is damaged");
        try
        {
            return BaselineHazard.Of([.. times], [.. sums]);
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidDataException($"{path}: {wrong.Message}", wrong);
        }
    }
}
