using System.Security.Cryptography;
using TorchReg.Cli.Host;
using TorchReg.Storage;

namespace TorchReg.Cli.Sweep;

/// <summary>
/// What the lines of a sweep belong to beyond their settings, which are in a run's name: the bytes of the source, and the code. A
/// table never holds results of two.
/// </summary>
static class SweepBelonging
{
    /// <summary>TorchReg's version and torch's, as a line's mark.</summary>
    internal static string Code { get; } =
        string.Join("; ", Provenance.Versions.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value));

    /// <summary>
    /// The SHA-256 of a file's bytes, or of the images and labels of a folder; "generated" for what follows from the settings.
    /// </summary>
    internal static string Rows(string source)
    {
        if (!File.Exists(source) && !Directory.Exists(source)) return "generated";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in File.Exists(source) ? [source] : Images(source))
        {
            if (!FileKinds.IsFile(file))
                throw new UserError($"{file} is no regular file, which every run could read anew; write its rows to one");
            using (var stream = File.OpenRead(file)) hash.AppendData(SHA256.HashData(stream));
        }
        return $"SHA-256 {Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    static IEnumerable<string> Images(string folder) =>
        Directory
            .GetFiles(folder)
            .Where(file =>
                Path.GetFileName(file) is var name
                && (name.Contains("images", StringComparison.Ordinal) || name.Contains("labels", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);

    /// <summary>Refuses results of other rows or code than those at hand, or takes and records them by force.</summary>
    internal static void Check(SweepFolder folder, SweepCollection sweep, bool force) =>
        Check(folder, Changes(sweep, source => Rows(source), Code), force);

    /// <summary>Refuses results that are of two kinds among themselves.</summary>
    internal static void CheckAmong(SweepFolder folder, SweepCollection sweep)
    {
        var known = sweep
            .Known.GroupBy(pair => pair.Run.Settings.Data.Source)
            .ToDictionary(group => group.Key, group => group.First().Result.Rows);
        if (sweep.Known.FirstOrDefault().Result is { } first)
            Check(folder, Changes(sweep, source => known[source], first.Code), force: false);
    }

    static void Check(SweepFolder folder, IReadOnlyList<string> changes, bool force)
    {
        if (changes.Count == 0
            || folder.Forced.Any(line => changes.All(change => line.Contains(change, StringComparison.Ordinal))))
            return;
        if (!force)
            throw new OtherSettingsException(
                folder.Path,
                changes,
                "put back what its results were made with, mix them by --force, or name another folder");
        folder.AddForced(changes);
    }

    static IReadOnlyList<string> Changes(SweepCollection sweep, Func<string, string> rows, string code)
    {
        var now = new Dictionary<string, string>();
        string Now(string source) => now.TryGetValue(source, out var known) ? known : now[source] = rows(source);
        return
        [
            .. sweep
                .Known.SelectMany(pair =>
                    new (string Name, string Was, string Is)[]
                    {
                        ($"the rows of {pair.Run.Settings.Data.Source}", pair.Result.Rows, Now(pair.Run.Settings.Data.Source)),
                        ("the code", pair.Result.Code, code)
                    })
                .Where(change => change.Was != change.Is)
                .GroupBy(change => change)
                .Select(same =>
                    FormattableString.Invariant($"{same.Key.Name}: {same.Key.Was} for {same.Count()} runs, now {same.Key.Is}"))
                .Order(StringComparer.Ordinal)
        ];
    }
}
