using System.Text.Json;
using TorchReg.Cli.Errors;
using TorchReg.Reporting;
using TorchReg.Selection;

namespace TorchReg.Cli.Select;

/// <summary>A choice of λ as files of one folder: curve.csv, selection.json and pictures.</summary>
static class SelectFiles
{
    internal static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The part of the folder in which finished work waits for the same command to go on.</summary>
    internal static string Unfinished(string folder) => Path.Combine(folder, "unfinished");

    /// <summary>Refuses a folder that holds something else than unfinished work, before time is spent.</summary>
    internal static void Check(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder)) throw new UserError("--to is empty; name the folder to write");
        if (File.Exists(folder)) throw new UserError($"--to {folder}: that is a file; name a folder");
        if (Directory.Exists(folder) && !Directory.Exists(Unfinished(folder)) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new UserError($"--to {folder}: the folder is not empty; name a new one, or empty it");
    }

    /// <summary>Writes; the unfinished work is dropped once all is written, unless the choice is itself unfinished.</summary>
    internal static void Write(CrossValidation cv, SelectData data, string folder, bool isFinished)
    {
        WriteAll(cv, data, folder);
        if (isFinished) Directory.Delete(Unfinished(folder), recursive: true);
    }

    static void WriteAll(CrossValidation cv, SelectData data, string folder)
    {
        Directory.CreateDirectory(folder);
        string In(string name) => Path.Combine(folder, name);
        File.WriteAllLines(In("curve.csv"), SelectionTables.Csv(cv));
        File.WriteAllText(In("selection.json"), SelectionTables.Json(cv).ToJsonString(Layout) + "\n");
        // A path of one λ, or of λ = 0 alone, is no line to draw.
        if (cv.Path.Lambdas.Count(lambda => lambda > 0) < 2) return;
        SelectionFigures.Coefficients(cv.Path, data.Names, cv.Curve).Save(In("coefficients.svg"));
        SelectionFigures.Curve(cv).Save(In("curve.svg"));
        SelectionFigures.NonZeros(cv.Path, cv.Curve).Save(In("nonzeros.svg"));
        if (!data.IsImage) return;
        SelectionFigures.Weights(cv.Best).Save(In("weights-min.svg"));
        SelectionFigures.Weights(cv.OneStandardError).Save(In("weights-1se.svg"));
    }
}
