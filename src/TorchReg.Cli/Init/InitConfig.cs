using System.Text.Json;
using System.Text.Json.Nodes;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;
using TorchReg.Penalties;

namespace TorchReg.Cli.Init;

/// <summary>What was asked for.</summary>
sealed record InitAnswers(InitRows Rows, string Model, string Penalty, string? Lambda);

/// <summary>The configuration as text: JSON with comments, which torchreg reads and editors of JSON with comments show.</summary>
static class InitConfig
{
    internal const string NoPenalty = "none";

    internal static string Text(InitAnswers answers, string file)
    {
        var rows = answers.Rows;
        return $$"""
            {
              // Train it: torchreg train {{Comment(file)}}
              // For one run a setting can be changed behind that: --epochs=5. Where each came from: torchreg config show {{Comment(file)}}
              // Every setting and its meaning: torchreg config schema, by which an editor completes and checks this file.
              "$schema": "schema/train.json",

              // {{Comment(rows.Words)}}
              // Target: {{Comment(rows.Target)}}.
              "data": {{Data(rows.Data)}},

              // softmax: a logit for each class; linear: a number; mlp: layers with ReLU between them, of "hidden" units.
              "model": {{Model(answers.Model)}},

              // {{(rows.IsOfClasses ? "Others for classes: hinge, squaredHinge" : "Others for numbers: huber, meanSquaredError, poisson, gamma")}}.
              "loss": { "kind": "{{(rows.IsOfClasses ? "crossEntropy" : "halfSquaredError")}}" },

              // {{Rule(answers)}}
              "penalties": {{Penalties(answers)}},

              "optimizer": { "kind": "sgd" },
              "training": { "epochs": {{(rows.IsFile ? 100 : 50)}}, "batchSize": {{(rows.Columns == 784 ? 250 : 32)}}, "learningRate": {{Json(rows.LearningRate)}}, "seed": 0 }
            }

            """.ReplaceLineEndings("\n");
    }

    static string Data(TrainDataSettings data)
    {
        var lines = new List<string> { $"\"source\": {Json(data.Source)}" };
        var csv = new JsonObject();
        if (data.Csv.Target.Length > 0) csv["target"] = data.Csv.Target;
        if (data.Csv.Missing != TorchReg.Data.MissingCells.Error) csv["missing"] = SettingKey.CamelCase($"{data.Csv.Missing}");
        if (csv.Count > 0) lines.Add($"\"csv\": {OneLine(csv)}");
        if (data.Standardize) lines.Add("\"standardize\": true");
        return $"{{ {string.Join(", ", lines)} }}";
    }

    static string Model(string model) => model == "mlp" ? """{ "kind": "mlp", "hidden": [64] }"""
        : $$"""{ "kind": "{{model}}", "initialization": "zeros" }""";

    static string Rule(InitAnswers answers) =>
        NamedPenalties.Find(answers.Penalty) is not { } named ? "No penalty; torchreg init --penalty l1 writes one."
        : $"{named.Formula}. " + (answers.Rows.IsCsv && answers.Model != "mlp"
            ? $"The λ that new rows like best: torchreg select {Comment(answers.Rows.Data.Source)}"
            : "Which λ is best: torchreg sweep, with this file as its base (docs/runs.md).");

    static string Penalties(InitAnswers answers)
    {
        if (answers.Penalty == NoPenalty) return "[]";
        var rule = new JsonObject { ["penalty"] = answers.Penalty };
        if (answers.Lambda is { } lambda) rule["lambda"] = JsonNode.Parse(lambda);
        return $"[{OneLine(rule)}]";
    }

    static string OneLine(JsonObject group) =>
        $"{{ {string.Join(", ", group.Select(pair => $"{Json(pair.Key)}: {pair.Value!.ToJsonString(SettingsJson.Options)}"))} }}";

    static string Json<T>(T value) => JsonSerializer.Serialize(value, SettingsJson.Options);

    // Of a file's own names none ends the comment.
    static string Comment(string text) => Shown.Line(text);
}
