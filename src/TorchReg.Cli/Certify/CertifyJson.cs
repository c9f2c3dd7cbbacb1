using System.Text.Json.Nodes;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Certify;

/// <summary>A finding for programs: every number with all its digits.</summary>
static class CertifyJson
{
    internal static string Of(Finding found)
    {
        var (measured, reading, weights) = (found.Measured, found.Reading, found.Weights);
        return SettingsJson.Text(new JsonObject
        {
            ["model"] = found.Model,
            ["rows"] = found.Problem.Rows,
            ["loss"] = found.Loss.Name,
            ["dialect"] = reading.Dialect.Name,
            ["settings"] = new JsonObject(reading.Settings.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["minimizes"] = reading.Dialect.Formula,
            ["intercept"] = reading.Intercept.ToString().ToLowerInvariant(),
            ["standardize"] = reading.Standardize,
            ["torchreg"] =
                new JsonObject { ["l1"] = weights.L1, ["l2"] = weights.L2, ["group"] = weights.Group }.With(Numbers(found, 1)),
            ["system"] = Numbers(found, found.There(1)),
            ["explained"] = measured.Explained,
            ["share"] = measured.Share,
            ["distance"] = measured.Given.Distance,
            ["shouldBeZero"] = measured.ShouldBeZero,
            ["shouldNotBeZero"] = measured.ShouldNotBeZero,
            ["largestDifference"] = measured.LargestDifference,
            ["verdict"] = Verdict.Of(measured).Name,
            ["others"] = Texts(found.Others),
            ["notes"] = Texts(found.Notes),
        });
    }

    static JsonObject Numbers(Finding found, double unit)
    {
        var measured = found.Measured;
        return new()
        {
            ["objective"] = unit * measured.Given.Objective,
            ["optimum"] = unit * measured.Optimum.Certificate.Objective,
            ["excess"] = unit * measured.Excess,
            ["bound"] = unit * measured.Bound,
            ["gap"] = unit * measured.Given.Gap,
        };
    }

    static JsonObject With(this JsonObject own, JsonObject more)
    {
        foreach (var (name, value) in more.ToArray())
        {
            more.Remove(name);
            own[name] = value;
        }
        return own;
    }

    static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
