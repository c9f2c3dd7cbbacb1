using System.Text.Json;
using System.Text.Json.Nodes;
using TorchReg.Selection;
using TorchReg.Solvers;

namespace TorchReg.Cli.Select;

/// <summary>What stands beside a choice of λ as JSON, every number with all its digits.</summary>
static class ExtraValues
{
    /// <summary>A criterion at every λ of the path, and the fit of its least value.</summary>
    internal static JsonObject Of(CriterionChoice choice) => new()
    {
        ["name"] = JsonNamingPolicy.CamelCase.ConvertName($"{choice.Criterion}"),
        ["lambda"] = choice.Best.Lambda,
        ["value"] = Number(choice.Values[choice.MinIndex]),
        ["nonzeros"] = choice.Best.NonZeros,
        ["values"] = List(choice.Values),
        ["degreesOfFreedom"] = List(choice.Criteria.Select(one => one.DegreesOfFreedom)),
        ["bias"] = List(choice.Best.Bias.data<double>().ToArray()),
        ["weight"] = Weight(choice.Best),
    };

    /// <summary>The measure over outer folds, and the λ that each chose.</summary>
    internal static JsonObject Of(NestedCrossValidation nested) => new()
    {
        ["measure"] = JsonNamingPolicy.CamelCase.ConvertName($"{nested.Measure}"),
        ["mean"] = Number(nested.Mean),
        ["standardError"] = Number(nested.StandardError),
        ["folds"] = List(nested.Values),
        ["lambdas"] = List(nested.Fits.Select(fit => fit.Lambda)),
    };

    /// <summary>How often each column was chosen, which were often enough, and the bound on wrong ones.</summary>
    internal static JsonObject Of(StabilitySelection stable) => new()
    {
        ["threshold"] = stable.Threshold,
        ["subsamples"] = stable.Subsamples,
        ["meanChosen"] = stable.MeanChosen,
        ["errorBound"] = Number(stable.ErrorBound),
        ["frequencies"] = List(stable.Frequencies),
        ["chosen"] = new JsonArray([.. stable.Chosen.Select(j => (JsonNode)j)]),
        ["chosenNames"] = stable.Names is { } names ? new JsonArray([.. stable.Chosen.Select(j => (JsonNode)names[j])]) : null,
    };

    static JsonArray Weight(LinearFit fit)
    {
        var columns = (int)fit.Weight.shape[1];
        return [.. fit.Weight.contiguous().data<double>().ToArray().Chunk(columns).Select(row => (JsonNode)List(row))];
    }

    static JsonArray List(IEnumerable<double> numbers) => [.. numbers.Select(Number)];

    // JSON has no NaN: what is not known is null.
    static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
