using System.Text;
using System.Text.Json.Nodes;
using TorchReg.Cli.Host;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Selection;
using TorchReg.Storage;

namespace TorchReg.Cli.Select;

/// <summary>What a choice's folder holds: of the curve, which an interrupted choice has too, and of the chosen model.</summary>
/// <param name="Settings">As they were resolved.</param>
/// <param name="Rule">What is chosen.</param>
/// <param name="Data">The rows.</param>
/// <param name="BelongsTo">What decides the numbers.</param>
sealed record ChosenFiles(SelectSettings Settings, ChoiceRule Rule, SelectData Data, Provenance BelongsTo)
{
    /// <summary>The choice as it stood on the screen.</summary>
    internal const string Words = "selection.txt";

    const string Curve = "curve.csv", Bars = "coefficients-chosen.svg";

    /// <summary>The values of what was asked for beside the choice, by name.</summary>
    internal JsonObject Extras { get; init; } = [];

    internal IEnumerable<(string Name, byte[] Content)> OfCurve(CrossValidation cv, Choice? choice)
    {
        yield return Text(Curve, cv.ToCsv());
        foreach (var (name, figure) in Figures(cv)) yield return Text(name, figure.ToSvg());
        yield return Text(RunFiles.SelectionName, Json(cv, choice).ToJsonString(SelectScreen.Layout) + "\n");
    }

    internal IEnumerable<(string Name, byte[] Content)> OfChoice(CrossValidation cv, Choice choice)
    {
        var columns = ChosenColumns.Of(choice.Model, Data.Encoding, choice.Metrics.Columns);
        yield return Text(RunFiles.CoefficientsName, columns.ToCsv());
        if (!Data.IsImage && columns.Bars() is { } bars) yield return Text(Bars, bars.ToSvg());
        if (choice.Baseline is { } hazard) yield return Text(RunFiles.BaselineName, BaselineFile.Of(hazard));
        var words = new StringWriter();
        SelectScreen.Write(cv, Screens.Plain(words));
        ChosenScreen.Write(choice, Rule, Data.Encoding, Screens.Plain(words));
        yield return Text(Words, words.ToString());
        yield return Text(RunFiles.InputName, SettingsJson.Text(SettingsJson.Of(Data.Encoding)));
        yield return Text(RunFiles.ManifestName, SettingsJson.Text(SettingsJson.Of(Manifest(choice))));
        using var model = new MemoryStream();
        choice.Models.Save(model);
        yield return (RunFiles.ModelName, model.ToArray());
        yield return Text(RunFiles.MetricsName, SettingsJson.Text(SettingsJson.Of(choice.Metrics)));
    }

    /// <summary>The curve, both fits, what was asked for beside them, and what was chosen.</summary>
    internal JsonObject Json(CrossValidation cv, Choice? choice)
    {
        var json = CvTables.Json(cv);
        foreach (var (name, values) in Extras) json[name] = values?.DeepClone();
        if (choice is null) return json;
        var metrics = SettingsJson.Of(choice.Metrics);
        metrics.Remove("notes");
        json["chosen"] = metrics;
        return json;
    }

    RunManifest Manifest(Choice choice) => RunManifest.OfMachine(Settings.Data.Source) with
    {
        Seed = Settings.Folds.Seed,
        Data = Data.Source,
        Train = new(Data.Rows.Rows, DatasetDigest.Sha256(Data.Rows)),
        Features = (int)Data.Rows.Columns,
        Parameters = choice.Metrics.Weights + choice.Model.Bias.numel(),
        BelongsTo = BelongsTo.Values,
    };

    IEnumerable<(string Name, Figure Figure)> Figures(CrossValidation cv)
    {
        // A path of one λ, or of λ = 0 alone, is no line to draw.
        if (cv.Path.Lambdas.Count(lambda => lambda > 0) < 2) yield break;
        yield return ("coefficients.svg", SelectionFigures.Coefficients(cv.Path, Data.Names, cv.Curve));
        yield return ("curve.svg", SelectionFigures.Curve(cv));
        yield return ("nonzeros.svg", SelectionFigures.NonZeros(cv.Path, cv.Curve));
        if (!Data.IsImage) yield break;
        yield return ("weights-min.svg", SelectionFigures.Weights(cv.Best));
        yield return ("weights-1se.svg", SelectionFigures.Weights(cv.OneStandardError));
    }

    static (string, byte[]) Text(string name, string text) => (name, Encoding.UTF8.GetBytes(text));
}
