using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Compare;

/// <summary>Loads a comparison's settings: CONFIG or the built-in one, then the environment, then arguments.</summary>
static class CompareConfig
{
    internal const string BuiltIn = "the built-in configuration";
    internal static SettingSchema Schema { get; } = SettingSchema.Of<CompareSettings>();

    internal static ResolvedSettings<CompareSettings> Load(SettingWords words, IReadOnlyDictionary<string, string> environment)
    {
        words = words.WithRows();
        var arguments = ArgumentSource.From(words, Schema);
        var file = words.Files.ToArray() switch
        {
            [] => JsonSource.FromText(BuiltIn, BuiltInText()),
            [var path] => JsonSource.FromFile(path),
            [var path, var second, ..] => throw new UserError($"compare takes one CONFIG; after {path} there is also {second}"),
        };
        SettingSource[] ofRows = file.Origin("") == BuiltIn && words.Data is { } rows && TrainConfig.IsTable(rows)
            ? [JsonSource.FromText("what is usual for rows", """{ "data": { "standardize": true } }""")] : [];
        var settings = ResolvedSettings<CompareSettings>.From(
            Schema, [file, .. ofRows, EnvironmentSource.From(environment), arguments]);
        CheckRuns(settings, file.Origin(""));
        return settings;
    }

    /// <summary>configs/digits-softmax-compare.json, as it was when this program was built.</summary>
    static string BuiltInText()
    {
        using var stream = typeof(CompareConfig).Assembly.GetManifestResourceStream("digits-softmax-compare.json")!;
        return new StreamReader(stream).ReadToEnd();
    }

    static void CheckRuns(ResolvedSettings<CompareSettings> settings, string file)
    {
        var runs = settings.Values.Runs;
        if (runs.Count == 0)
            throw new UserError($"{file}: runs is missing or empty; give at least one run, {{ \"name\": \"plain\" }}");
        for (var i = 0; i < runs.Count; i++)
        {
            if (runs[i].Name.Length == 0) throw new UserError($"{file}: runs.{i}.name is missing; give each run a name");
            if (runs[i] is { Penalty: PenaltyKind.None, Lambda: not 0 })
                throw new UserError(
                    $"{settings.Origins[$"runs:{i}:lambda"]}: runs.{i}.lambda is given for '{runs[i].Name}', which has no " +
                    $"penalty; set runs.{i}.penalty to l1, l2 or elasticNet");
        }
        if (runs.GroupBy(run => run.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UserError($"{file}: two runs are named '{twice.Key}'; give each its own runs.N.name");
    }
}
