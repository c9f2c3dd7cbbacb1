using System.Text;
using TorchReg.Storage;

namespace TorchReg.Cli.Sweep;

/// <summary>
/// Writes a process's results: whole lines at the end of a file that no other process writes, flushed to the disk.
/// </summary>
sealed class ResultWriter(SweepFolder folder, string label) : IDisposable
{
    Stream? file;

    internal void Add(IEnumerable<SweepResult> results)
    {
        file ??= folder.BeginResults(label);
        file.Write(Encoding.UTF8.GetBytes(string.Concat(results.Select(result => result.ToLine() + "\n"))));
        file.Flush();
    }

    public void Dispose() => file?.Dispose();
}

/// <summary>The results that a sweep's folder holds.</summary>
/// <param name="ByKey">The best known of each run in its company: done before failed.</param>
/// <param name="TornLines">Lines that a killed process left unfinished.</param>
sealed record ResultFiles(IReadOnlyDictionary<string, SweepResult> ByKey, int TornLines)
{
    internal static ResultFiles Read(string folder)
    {
        var (found, torn) = (new Dictionary<string, SweepResult>(), 0);
        if (Directory.Exists(folder))
            foreach (var file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
                torn += Read(file, found);
        return new(found, torn);
    }

    // A file that can't be read counts as a torn line: its runs are done again.
    static int Read(string file, Dictionary<string, SweepResult> found)
    {
        if (!FileKinds.IsFile(file)) return 1;
        var torn = 0;
        try
        {
            foreach (var line in Lines(file))
                if (SweepResult.OfLine(line) is not { } result) torn++;
                else if (!found.TryGetValue(result.Key, out var known) || Order(result, known) < 0) found[result.Key] = result;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            torn++;
        }
        return torn;
    }

    // A run may be there twice, from tasks that were run twice: which one counts must not depend on their files' names.
    static int Order(SweepResult a, SweepResult b) =>
        a.State != b.State ? a.State.CompareTo(b.State)
        : a.Together != b.Together ? b.Together.CompareTo(a.Together)
        : string.CompareOrdinal(Numbers(a), Numbers(b));

    static string Numbers(SweepResult result) => (result with { Seconds = 0, Host = "" }).ToLine();

    static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(
            new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line) yield return line;
    }

    internal bool IsFinal(PlannedRun run) => ByKey.TryGetValue(run.Key, out var result) && result.IsFinal;
}
