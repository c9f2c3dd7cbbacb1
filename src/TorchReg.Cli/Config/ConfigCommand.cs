using System.CommandLine;
using System.Text.Json.Nodes;
using TorchReg.Cli.Compare;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Select;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Config;

/// <summary>torchreg config: what a configuration comes to, and what one may hold.</summary>
static class ConfigCommand
{
    internal static Command Create(CommandContext context)
    {
        var config = new Command("config", "Show what a configuration comes to, or the schema of all settings.")
        {
            Show(context),
            Schema(context)
        };
        HelpWithExamples.AddTo(config, """
            Examples:
              torchreg config show configs/digits-mlp-l1l2.json --epochs=3
              torchreg config schema
            """);
        return config;
    }

    static Command Show(CommandContext context)
    {
        var words = Flag.Settings("A JSON file").Completing(TrainConfig.Schema, CompareConfig.Schema, SelectConfig.Schema);
        var json = Flag.Switch("--json", "Write JSON: the values, and where each came from.");
        var show = new Command(
            "show",
            "Print every setting of a run, comparison or sweep with its origin: file, environment variable, argument or default.")
        {
            words, json
        };
        HelpWithExamples.AddTo(show, """
            Examples:
              torchreg config show configs/digits-softmax-l1.json
              torchreg config show configs/digits-softmax-l1.json --epochs=3 --json
            """);
        show.SetAction(parsed =>
        {
            var given = new SettingWords(parsed.GetValue(words) ?? [], null, show);
            var (values, origins) = ConfigKind.Of(given).Load(given, context.Environment);
            if (parsed.GetValue(json)) WriteJson(values, origins, context.Out);
            else WriteLines(values, origins, context.Out);
            return ExitStatus.Done;
        });
        return show;
    }

    static void WriteLines(JsonObject values, IReadOnlyDictionary<string, string> origins, TextWriter writer)
    {
        var lines = SettingsJson
            .Flat(values)
            .Select(pair =>
                (Text: $"{SettingKey.Display(pair.Key)} = {pair.Value?.ToJsonString(SettingsJson.Options)}", pair.Key))
            .ToArray();
        var width = lines.Max(line => line.Text.Length) + 2;
        foreach (var (text, key) in lines) writer.WriteLine($"{text.PadRight(width)}{origins.GetValueOrDefault(key, "default")}");
    }

    static void WriteJson(JsonObject values, IReadOnlyDictionary<string, string> origins, TextWriter writer) =>
        writer.WriteLine(
            SettingsJson.Text(
                new JsonObject
                {
                    ["origins"] = new JsonObject(
                        SettingsJson
                            .Flat(values)
                            .Select(pair =>
                                KeyValuePair.Create(
                                    SettingKey.Display(pair.Key),
                                    (JsonNode?)origins.GetValueOrDefault(pair.Key, "default")))),
                    ["values"] = values,
                }));

    static Command Schema(CommandContext context)
    {
        var kind = new Argument<string>("KIND")
        {
            Description = "train (the default), compare, select or sweep.",
            HelpName = "KIND",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => ConfigKind.Train.Name,
        };
        kind.CompletionSources.Add([.. ConfigKind.All.Select(known => known.Name)]);
        var schema = new Command("schema", "Print the JSON schema by which editors complete and check a configuration.")
        {
            kind
        };
        HelpWithExamples.AddTo(schema, """
            A configuration names its schema by "$schema": "schema/train.json".

            Examples:
              torchreg config schema
              torchreg config schema compare
            """);
        schema.SetAction(parsed =>
        {
            var name = parsed.GetValue(kind)!;
            var found =
                ConfigKind.All.FirstOrDefault(known => known.Name == name)
                ?? throw new UserError(
                    $"config schema takes one of {string.Join(", ", ConfigKind.All.Select(known => known.Name))}; given " +
                    $"'{Shown.Value(name)}'{KnownName.Meant(name, ConfigKind.All.Select(known => known.Name))}");
            context.Out.WriteLine(SettingsJson.Text(found.Schema()));
            return ExitStatus.Done;
        });
        return schema;
    }
}
