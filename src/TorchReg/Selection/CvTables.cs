using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchReg.Solvers;

namespace TorchReg.Selection;

/// <summary>A choice of λ as CSV and JSON, every number with all its digits.</summary>
static class CvTables
{
    const string Header = "lambda,mean,standard_error,nonzeros,features,objective,loss,explained,distance,gap,converged";

    /// <summary>For people: some of the λ, largest first.</summary>
    internal static string Lines(CrossValidation cv, int most) => AlignedTable.Of(
        ["λ", $"{cv.Measure}", "standard error", "not 0", "explained", cv.Best.Certificate.Gap is null ? "distance" : "gap", ""],
        AlignedTable
            .Spread(cv.Path.Fits.Count, most, cv.Curve.MinIndex, cv.Curve.OneStandardErrorIndex)
            .Select(i => Cells(cv, cv.Path.Fits[i], i)));

    static string[] Cells(CrossValidation cv, LinearFit fit, int i) =>
    [
        AlignedTable.Number(fit.Lambda),
        AlignedTable.Number(cv.Curve.Mean[i], "G5"),
        AlignedTable.Number(cv.Curve.StandardError[i], "G3"),
        AlignedTable.Number(fit.NonZeros, "N0"),
        AlignedTable.Number(100 * cv.Path.ExplainedDeviance(fit), "F1") + " %",
        AlignedTable.Number(fit.Certificate.Gap ?? fit.Certificate.Distance, "0.0E+0"),
        string.Join(", ", Marks(cv, fit, i))
    ];

    static IEnumerable<string> Marks(CrossValidation cv, LinearFit fit, int i)
    {
        if (i == cv.Curve.MinIndex) yield return "λ.min";
        if (i == cv.Curve.OneStandardErrorIndex) yield return "λ.1se";
        if (!fit.Converged) yield return "not converged";
    }

    /// <summary>A line for each λ, largest first.</summary>
    internal static string Csv(CrossValidation cv) =>
        string.Concat(cv.Path.Fits.Select((fit, i) => Line(cv, fit, i)).Prepend(Header).Select(line => line + "\n"));

    static string Line(CrossValidation cv, LinearFit fit, int i) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{fit.Lambda:R},{cv.Curve.Mean[i]:R},{cv.Curve.StandardError[i]:R},{fit.NonZeros},{fit.ActiveFeatures}" +
            $",{fit.Certificate.Objective:R},{fit.Certificate.Loss:R},{cv.Path.ExplainedDeviance(fit):R}" +
            $",{fit.Certificate.Distance:R},{fit.Certificate.Gap:R},{(fit.Converged ? "true" : "false")}");

    /// <summary>
    /// Both choices with their coefficients on the raw scale, the curve, the folds' values, and what to know about it.
    /// </summary>
    internal static JsonObject Json(CrossValidation cv) => new()
    {
        ["measure"] = JsonNamingPolicy.CamelCase.ConvertName(cv.Measure.ToString()),
        ["lambdaMax"] = cv.Path.LambdaMax,
        ["lambdaMin"] = Fit(cv, cv.Curve.MinIndex),
        ["lambda1se"] = Fit(cv, cv.Curve.OneStandardErrorIndex),
        ["lambda"] = List(cv.Curve.Lambdas),
        ["mean"] = List(cv.Curve.Mean),
        ["standardError"] = List(cv.Curve.StandardError),
        ["folds"] = new JsonArray([.. cv.Curve.Folds.Select(fold => (JsonNode)List(fold))]),
        ["foldCertificates"] = OfFolds(cv),
        ["notes"] = new JsonArray([.. cv.Notes.Select(note => (JsonNode)note)]),
    };

    // Every fit of a fold has one from float64: how many there are, and the largest of them.
    static JsonObject OfFolds(CrossValidation cv)
    {
        FitCertificate[] all = [.. cv.FoldCertificates.SelectMany(fold => fold)];
        return new()
        {
            ["fits"] = all.Length,
            ["largestDistance"] = Number(all.Select(fit => fit.Distance).DefaultIfEmpty(double.NaN).Max()),
            ["largestGap"] = Number(all.Select(fit => fit.Gap ?? double.NaN).DefaultIfEmpty(double.NaN).Max()),
        };
    }

    static JsonObject Fit(CrossValidation cv, int i)
    {
        var fit = cv.Path.Fits[i];
        var (columns, weights) = ((int)fit.Weight.shape[1], fit.Weight.contiguous().data<double>().ToArray());
        return new()
        {
            ["lambda"] = fit.Lambda,
            ["mean"] = Number(cv.Curve.Mean[i]),
            ["nonzeros"] = fit.NonZeros,
            ["objective"] = fit.Certificate.Objective,
            ["distance"] = fit.Certificate.Distance,
            ["gap"] = fit.Certificate.Gap,
            ["converged"] = fit.Converged,
            ["bias"] = List(fit.Bias.data<double>().ToArray()),
            ["weight"] = new JsonArray([.. weights.Chunk(columns).Select(row => (JsonNode)List(row))]),
        };
    }

    static JsonArray List(double[] numbers) => [.. numbers.Select(Number)];

    // JSON has no NaN: what is not known is null.
    static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
