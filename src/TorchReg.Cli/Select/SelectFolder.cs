using System.Security.Cryptography;
using TorchReg.Cli.Host;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.Data;
using TorchReg.Selection;
using TorchReg.Storage;

namespace TorchReg.Cli.Select;

/// <summary>
/// A choice of λ as files of one folder; of a choice that is finished all of <see cref="ChosenFiles"/> and, written last,
/// finished.json with the SHA-256 of each: then the same command answers from them, as long as they are what was written.
/// </summary>
sealed class SelectFolder : IDisposable
{
    const string ForcedName = "forced.txt", UnfinishedName = "unfinished";

    readonly OwnedFolder folder;

    SelectFolder(OwnedFolder folder) => this.folder = folder;

    internal string Path => folder.Path;

    /// <summary>Takes a folder, new, empty or with the same choice, before time is spent.</summary>
    internal static SelectFolder Take(string path) =>
        string.IsNullOrWhiteSpace(path)
            ? throw new UserError("--to is empty; name the folder to write")
            : new(OwnedFolder.Take(path, RunFolder.KindOfChoice));

    /// <summary>Takes the first of NAME, NAME-2, NAME-3 … that is free, or holds the same choice, finished or not.</summary>
    internal static SelectFolder TakeNext(string name, Provenance provenance)
    {
        for (var i = 1; ; i++)
        {
            var path = RunFolder.Numbered(name, i);
            if (!Directory.Exists(path) && !File.Exists(path)) return Take(path);
            if (!OwnedFolder.IsOne(path, RunFolder.KindOfChoice)) continue;
            try
            {
                var folder = Take(path);
                if (folder.Begun is not { } begun || provenance.ChangesSince(begun).Count == 0) return folder;
                folder.Dispose();
            }
            catch (FolderRefusedException) { }
        }
    }

    Provenance? Begun => folder.Has(RunFiles.BelongingName) ? Provenance.Parse(Read(RunFiles.BelongingName)) : null;

    /// <summary>Holds the folder against what the choice belongs to.</summary>
    internal void Check(Provenance provenance, SelectSettings settings, bool force)
    {
        var begun = Begun;
        if (begun != null && provenance.ChangesSince(begun) is { Count: > 0 } changes)
        {
            if (!force)
                throw new OtherSettingsException(
                    Path,
                    changes,
                    "run with what it was begun with, force it by --force, or name another folder");
            if (folder.Has(ChosenFiles.Words))
                throw new UserError($"{Path} holds a finished choice of other rows or settings; name another folder");
            var earlier = folder.Has(ForcedName) ? Read(ForcedName) : "";
            folder.Write(ForcedName, $"{earlier}{DateTimeOffset.UtcNow:u} {string.Join("; ", changes)}\n");
        }
        if (begun == null) folder.Write(RunFiles.BelongingName, provenance.ToJson());
        if (!folder.Has(RunFiles.ConfigName))
            folder.Write(RunFiles.ConfigName, SettingsJson.Text(SettingsJson.Of(settings)));
    }

    string Read(string name) => File.ReadAllText(System.IO.Path.Combine(Path, name));

    /// <summary>
    /// A finished choice as it was told, in words and as JSON; null where it is not finished, or not as it was written.
    /// </summary>
    internal (string Words, string Json)? Finished()
    {
        if (!folder.Has(RunFiles.FinishedName) || Provenance.Parse(Read(RunFiles.FinishedName)) is not { } written) return null;
        if (!written.Values.ContainsKey(RunFiles.ModelName) || written.Values.Any(file => !IsAsWritten(file.Key, file.Value)))
            return null;
        if (!folder.Has(RunFiles.ReportName)) WriteReport();
        Drop();
        return (Read(ChosenFiles.Words), Read(RunFiles.SelectionName));
    }

    bool IsAsWritten(string name, string digest) =>
        folder.Has(name) && Pipeline.FileDigest.Of(System.IO.Path.Combine(Path, name)) == digest;

    /// <summary>The part of the folder in which finished work waits for the same command to go on.</summary>
    internal string Unfinished() => folder.Folder(UnfinishedName);

    /// <summary>Writes the curve; the choice itself too where all is finished, and drops the unfinished work then.</summary>
    internal void Write(CrossValidation cv, Choice? choice, ChosenFiles files)
    {
        var written = new Dictionary<string, string>();
        foreach (var (name, content) in files.OfCurve(cv, choice).Concat(choice is null ? [] : files.OfChoice(cv, choice)))
        {
            folder.Write(name, stream => stream.Write(content));
            written[name] = Convert.ToHexStringLower(SHA256.HashData(content));
        }
        if (choice is null) return;
        written[RunFiles.ConfigName] = Pipeline.FileDigest.Of(System.IO.Path.Combine(Path, RunFiles.ConfigName));
        written.Remove(RunFiles.ManifestName);
        folder.Write(RunFiles.FinishedName, new Provenance(written).ToJson());
        WriteReport();
        Drop();
    }

    void WriteReport() => folder.Write(RunFiles.ReportName, Report.RunReport.Of(Path));

    void Drop()
    {
        if (!Directory.Exists(System.IO.Path.Combine(Path, UnfinishedName))) return;
        using (var kept = OwnedFolder.Take(Unfinished(), CvOptions.KindOfKeptWork)) kept.Remove();
    }

    /// <summary>Removes a folder in which nothing is finished.</summary>
    internal void Remove()
    {
        Drop();
        folder.Remove();
    }

    /// <summary>Whether parts of the work are kept.</summary>
    internal bool HasWork => Directory.Exists(System.IO.Path.Combine(Path, UnfinishedName))
        && Directory.EnumerateFiles(System.IO.Path.Combine(Path, UnfinishedName), "*.part-of-choice").Any();

    public void Dispose() => folder.Dispose();

    /// <summary>What a choice belongs to: rows, versions, and every setting but cores and where the rows lie.</summary>
    internal static Provenance ProvenanceOf(SelectSettings settings, SelectData data, ChoiceRule rule) =>
        new(
            SettingsJson
                .Flat(SettingsJson.Of(settings))
                .Where(pair => pair.Key is not ("data:source" or "folds:threads"))
                .ToDictionary(
                    pair => "setting." + pair.Key.Replace(':', '.'),
                    pair => pair.Value?.ToJsonString(SettingsJson.Options) ?? "null")
                .Concat(Provenance.Versions)
                .Append(new("choice", rule.Name))
                .Append(new("rows", DatasetDigest.Of(data.Rows))));
}
