using TorchReg.Data;
using TorchReg.Dialects;
using TorchReg.Solvers;

namespace TorchReg.Cli.Certify;

/// <summary>
/// Where a model is not the optimum of what was stated: of which other meaning of the same numbers it is. Another system's, with
/// the penalty per deviation or not, with the intercept penalized or not.
/// </summary>
static class OtherReadings
{
    const double MostNumbers = 2e6;

    internal static IReadOnlyList<string> Of(
        Reading stated, Suboptimality measured, CertifiedLoss loss, Dataset rows, AlignedModel model)
    {
        if (Verdict.IsOptimal(measured) || (double)rows.Rows * rows.Columns * model.Weight.shape[0] > MostNumbers) return [];
        return [.. All(stated, model).Where(reading => IsOptimum(reading, loss, rows, model)).Select(reading =>
            Told(reading, stated))];
    }

    static IEnumerable<Reading> All(Reading stated, AlignedModel model)
    {
        yield return stated with { Standardize = !stated.Standardize };
        if (model.Bias is not null) yield return stated with
        { Intercept = stated.Intercept == InterceptKind.Free ? InterceptKind.Penalized : InterceptKind.Free };
        foreach (var dialect in NamedDialects.All)
            if (dialect.Loss == stated.Dialect.Loss && dialect != stated.Dialect
                && stated.Settings.Keys.All(dialect.SettingNames.Contains))
                yield return stated with { Dialect = dialect };
    }

    static bool IsOptimum(Reading reading, CertifiedLoss loss, Dataset rows, AlignedModel model)
    {
        try { return Verdict.IsOptimal(reading.Measure(loss, rows, model.Weight, model.Bias)); }
        catch (ArgumentException) { return false; }
    }

    static string Told(Reading reading, Reading stated) =>
        reading.Dialect != stated.Dialect ? $"{reading}, {reading.Dialect.Formula}"
        : reading.Standardize != stated.Standardize
            ? $"{reading} with the penalty {(reading.Standardize ? "per standard deviation" : "on the weights as they are")}"
        : $"{reading} with the intercept {(reading.Intercept == InterceptKind.Penalized ? "penalized" : "free")}";
}
