using System.Security.Cryptography;
using System.Text;
using TorchReg.Cli.Host;
using TorchReg.Cli.Settings;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Selection;
using TorchReg.Storage;

namespace TorchReg.Cli.Select;

/// <summary>
/// A choice of λ as files of one folder: curve.csv, selection.json, pictures, and for a choice that is finished selection.txt
/// and, written last, finished.json with the SHA-256 of both: then the same command answers from them, as long as they are what
/// was written.
/// </summary>
sealed class SelectFolder : IDisposable
{
    const string BelongingName = "belongs-to.json",
        ForcedName = "forced.txt",
        Curve = "curve.csv",
        Selection = "selection.json",
        Words = "selection.txt",
        FinishedName = "finished.json",
        UnfinishedName = "unfinished";

    readonly OwnedFolder folder;

    SelectFolder(OwnedFolder folder) => this.folder = folder;

    internal string Path => folder.Path;

    /// <summary>Takes a folder, new, empty or with the same choice, before time is spent.</summary>
    internal static SelectFolder Take(string path) =>
        string.IsNullOrWhiteSpace(path)
            ? throw new UserError("--to is empty; name the folder to write")
            : new(OwnedFolder.Take(path, "choice"));

    /// <summary>Holds the folder against what the choice belongs to.</summary>
    internal void Check(Provenance provenance, bool force)
    {
        var begun = folder.Has(BelongingName) ? Provenance.Parse(Read(BelongingName)) : null;
        if (begun != null && provenance.ChangesSince(begun) is { Count: > 0 } changes)
        {
            if (!force)
                throw new ForeignWorkException(
                    Path,
                    changes,
                    "run with what it was begun with, force it by --force, or name another folder");
            if (folder.Has(Words))
                throw new UserError($"{Path} holds a finished choice of other rows or settings; name another folder");
            var earlier = folder.Has(ForcedName) ? Read(ForcedName) : "";
            folder.Write(ForcedName, $"{earlier}{DateTimeOffset.UtcNow:u} {string.Join("; ", changes)}\n");
        }
        if (begun == null) folder.Write(BelongingName, provenance.ToJson());
    }

    string Read(string name) => File.ReadAllText(System.IO.Path.Combine(Path, name));

    /// <summary>
    /// A finished choice as it was told, in words and as JSON; null where it is not finished, or not as it was written.
    /// </summary>
    internal (string Words, string Json)? Finished()
    {
        if (!folder.Has(Words) || !folder.Has(Selection) || !folder.Has(FinishedName)) return null;
        var (words, json) = (Read(Words), Read(Selection));
        if (Provenance.Parse(Read(FinishedName)) is not { } written || written.ChangesSince(Digests(words, json)).Count > 0)
            return null;
        Drop();
        return (words, json);
    }

    static Provenance Digests(string words, string json) =>
        new(new Dictionary<string, string> { [Words] = Sha256(words), [Selection] = Sha256(json) });

    static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The part of the folder in which finished work waits for the same command to go on.</summary>
    internal string Unfinished() => folder.Folder(UnfinishedName);

    /// <summary>Writes; the unfinished work is dropped once all is on the disk, unless the choice is itself unfinished.</summary>
    internal void Write(CrossValidation cv, SelectData data, bool isFinished)
    {
        folder.Write(Curve, string.Concat(SelectionTables.Csv(cv).Select(line => line + "\n")));
        foreach (var (name, figure) in Figures(cv, data)) folder.Write(name, figure.ToSvg());
        var json = SelectionTables.Json(cv).ToJsonString(SelectScreen.Layout) + "\n";
        folder.Write(Selection, json);
        if (!isFinished) return;
        var words = new StringWriter();
        SelectScreen.Write(cv, Screens.Plain(words));
        folder.Write(Words, words.ToString());
        folder.Write(FinishedName, Digests(words.ToString(), json).ToJson());
        Drop();
    }

    static IEnumerable<(string Name, Figure Figure)> Figures(CrossValidation cv, SelectData data)
    {
        // A path of one λ, or of λ = 0 alone, is no line to draw.
        if (cv.Path.Lambdas.Count(lambda => lambda > 0) < 2) yield break;
        yield return ("coefficients.svg", SelectionFigures.Coefficients(cv.Path, data.Names, cv.Curve));
        yield return ("curve.svg", SelectionFigures.Curve(cv));
        yield return ("nonzeros.svg", SelectionFigures.NonZeros(cv.Path, cv.Curve));
        if (!data.IsImage) yield break;
        yield return ("weights-min.svg", SelectionFigures.Weights(cv.Best));
        yield return ("weights-1se.svg", SelectionFigures.Weights(cv.OneStandardError));
    }

    void Drop()
    {
        if (!Directory.Exists(System.IO.Path.Combine(Path, UnfinishedName))) return;
        using (var kept = OwnedFolder.Take(Unfinished(), CvOptions.KindOfKeptWork)) kept.Remove();
    }

    public void Dispose() => folder.Dispose();

    /// <summary>What a choice belongs to: rows, versions, and every setting but cores and where the rows lie.</summary>
    internal static Provenance ProvenanceOf(SelectSettings settings, SelectData data) =>
        new(
            SettingsJson
                .Flat(SettingsJson.Of(settings))
                .Where(pair => pair.Key is not ("data:source" or "folds:threads"))
                .ToDictionary(
                    pair => "setting." + pair.Key.Replace(':', '.'),
                    pair => pair.Value?.ToJsonString(SettingsJson.Options) ?? "null")
                .Concat(Provenance.Versions)
                .Append(new("rows", DatasetDigest.Of(data.Rows))));
}
