using System.Text;

namespace TorchReg.Cli.Sweep;

/// <summary>Writes a process's results: whole lines at the end of a file that no other process writes, flushed to the disk.</summary>
sealed class ResultWriter(string folder, string label) : IDisposable
{
    FileStream? file;

    internal void Add(IEnumerable<SweepResult> results)
    {
        file ??= Create();
        file.Write(Encoding.UTF8.GetBytes(string.Concat(results.Select(result => result.ToLine() + "\n"))));
        file.Flush(flushToDisk: true);
    }

    FileStream Create()
    {
        Directory.CreateDirectory(folder);
        return new(Path.Combine(folder, $"{label}.{Path.GetRandomFileName()[..8]}.jsonl"), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1);
    }

    public void Dispose() => file?.Dispose();
}

/// <summary>The results that a sweep's folder holds.</summary>
/// <param name="ById">The best known of each run: done before failed.</param>
/// <param name="TornLines">Lines that a killed process left unfinished.</param>
sealed record ResultFiles(IReadOnlyDictionary<string, SweepResult> ById, int TornLines)
{
    internal static ResultFiles Read(string folder)
    {
        var (found, torn) = (new Dictionary<string, SweepResult>(), 0);
        if (Directory.Exists(folder))
            foreach (var file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
                foreach (var line in Lines(file))
                    if (SweepResult.OfLine(line) is not { } result) torn++;
                    else if (!found.TryGetValue(result.Id, out var known) || Order(result, known) < 0) found[result.Id] = result;
        return new(found, torn);
    }

    // A run may be there twice, from tasks that were run twice: which one counts must not depend on their files' names.
    static int Order(SweepResult a, SweepResult b) =>
        a.State != b.State ? a.State.CompareTo(b.State) : string.CompareOrdinal(Numbers(a), Numbers(b));

    static string Numbers(SweepResult result) => (result with { Seconds = 0, Host = "", Metrics = result.Metrics == null ? null : result.Metrics with { Seconds = 0 } }).ToLine();

    static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line) yield return line;
    }

    internal bool IsFinal(PlannedRun run) => ById.TryGetValue(run.Id, out var result) && result.IsFinal;
}
