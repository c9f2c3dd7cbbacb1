using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchReg.Dialects;

namespace TorchReg.Cli.Lambda;

/// <summary>One λ in every dialect for programs: every number with all its digits.</summary>
static class LambdaJson
{
    static readonly JsonSerializerOptions readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    internal static void Write(LambdaQuestion question, TextWriter writer) => writer.WriteLine(new JsonObject
    {
        ["torchreg"] = new JsonObject
        {
            ["l1"] = question.Weights.L1,
            ["l2"] = question.Weights.L2,
            ["group"] = question.Weights.Group,
            ["code"] = OwnCode.Of(question.Weights, value => value.ToString("R", CultureInfo.InvariantCulture)),
            ["objective"] = LossWords.Objective(question.Problem.Loss, question.Weights.Group > 0),
        },
        ["problem"] = new JsonObject
        {
            ["loss"] = LossWords.Of(question.Problem.Loss),
            ["rows"] = question.Problem.Rows,
            ["sd_y"] = question.Problem.TargetSpread,
            ["batch"] = question.Problem.BatchSize,
        },
        ["dialects"] = new JsonArray([.. LambdaTable.Speakers(question).Select(dialect => Entry(dialect, question))]),
        ["notes"] = new JsonArray([.. question.Notes.Select(note => (JsonNode)note)]),
    }.ToJsonString(readable));

    static JsonObject Entry(Dialect dialect, LambdaQuestion question)
    {
        var refusal = dialect.Refusal(question.Weights, question.Problem);
        var entry = new JsonObject { ["system"] = dialect.Name, ["objective"] = dialect.Formula };
        if (refusal != null) entry["refusal"] = refusal;
        else
            entry["settings"] = new JsonObject(
                dialect.Write(question.Weights, question.Problem).Select(s => KeyValuePair.Create(s.Name, (JsonNode?)s.Value)));
        return entry;
    }
}
