using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Select;

/// <summary>Loads a choice's settings: CONFIG, then the environment, then arguments.</summary>
static class SelectConfig
{
    internal static SettingSchema Schema { get; } = SettingSchema.Of<SelectSettings>();

    internal static ResolvedSettings<SelectSettings> Load(SettingWords words, IReadOnlyDictionary<string, string> environment)
    {
        words = words.WithRows();
        var arguments = ArgumentSource.From(words, Schema);
        var file = words.Files.ToArray() switch
        {
            [] => Usual(words.Data),
            [var path] => JsonSource.FromFile(path),
            [var path, var second, ..] => throw new UserError($"select takes one CONFIG; after {path} there is also {second}"),
        };
        // A CSV file that CONFIG names stays: TORCHREG_DATA is a folder of digits.
        var isCsv = file.Values["data:source"] is { } source && source != "drawn" && !Directory.Exists(source);
        var context = isCsv
            ? environment.Where(variable => variable.Key != "TORCHREG_DATA").ToDictionary(v => v.Key, v => v.Value)
            : environment;
        var settings = ResolvedSettings<SelectSettings>.From(Schema, file, EnvironmentSource.From(context), arguments);
        Check(settings);
        return settings;
    }

    // Columns of any size, as days beside square metres: the penalty acts on each by its deviation, as glmnet has it by default.
    static SettingSource Usual(string? rows) => rows is not null && TrainConfig.IsTable(rows)
        ? JsonSource.FromText("what is usual for rows without a CONFIG", """{ "problem": { "standardize": true } }""")
        : JsonSource.FromText("no CONFIG", "{}");

    internal static string Camel<T>(T value) where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    static void Check(ResolvedSettings<SelectSettings> settings)
    {
        var (problem, folds) = (settings.Values.Problem, settings.Values.Folds);
        string Where(string key) => settings.Origins.TryGetValue(key, out var origin) ? origin : "the defaults";
        if (problem is { GroupFeatures: true, NonNegative: true })
            throw new UserError(
                $"{Where("problem:nonNegative")}: problem.nonNegative does not go with problem.groupFeatures; set one of them " +
                "to false");
        if (problem.ColumnGroups.Length > 0
            && (problem.GroupFeatures || problem.NonNegative || problem.L1Ratio != 1 || problem.L1Ratios.Length > 0))
            throw new UserError(
                $"{Where("problem:columnGroups")}: problem.columnGroups takes the place of problem.l1Ratio, l1Ratios, " +
                "groupFeatures and nonNegative; leave those out, and set problem.withinGroups for zeros within groups");
        if (problem is { WithinGroups: > 0, ColumnGroups: "" })
            throw new UserError(
                $"{Where("problem:withinGroups")}: problem.withinGroups belongs to problem.columnGroups, which is empty; " +
                "set it to oneHot or a file of groups, or leave withinGroups out");
        if (!problem.MayBeOfClasses() && folds.Measure == Selection.Measure.ClassError)
            throw new UserError(
                $"{Where("folds:measure")}: folds.measure is classError, but problem.loss is {problem.Loss}; set " +
                "folds.measure to squaredError or absoluteError");
        if (!problem.MayBeOfClasses() && folds.Kind == FoldKind.Stratified)
            throw new UserError(
                $"{Where("folds:kind")}: folds.kind is stratified, but problem.loss is {problem.Loss}, which has no " +
                "classes; set folds.kind to random");
        if (folds is { Kind: FoldKind.TimeOrdered, Repeats: > 1 })
            throw new UserError(
                $"{Where("folds:repeats")}: folds.repeats is {folds.Repeats}, but timeOrdered folds are the same each " +
                "time; set it to 1");
        var hasEvents = settings.Values.Data.Csv.Event.Length > 0;
        if (hasEvents && problem.Loss is not (SelectLosses.Cox or SelectLosses.Auto))
            throw new UserError(
                $"{Where("data:csv:event")}: data.csv.event belongs to the cox loss, but problem.loss is " +
                    $"{problem.Loss}; set it " +
                "to cox, or leave data.csv.event out");
        if (!hasEvents && problem.Loss == SelectLosses.Cox)
            throw new UserError(
                $"{Where("problem:loss")}: problem.loss is cox, but data.csv.event names no column; set " +
                    "--data.csv.event=COLUMN to the one with 1 for an event and 0 for a censored row");
        if (folds.Kind is not (FoldKind.Auto or FoldKind.Grouped) && settings.Values.Data.Groups.Length > 0)
            throw new UserError(
                $"{Where("folds:kind")}: folds.kind is {Camel(folds.Kind)}, but data.groups names a column whose rows belong " +
                "together; set folds.kind to grouped, or leave data.groups out");
        if (problem.L1Ratios.Trim().Length > 0 && settings.Origins.ContainsKey("problem:l1Ratio"))
            throw new UserError(
                $"{Where("problem:l1Ratio")}: problem.l1Ratio says one ρ and problem.l1Ratios several; give one of them");
        if (problem.Loss != SelectLosses.Huber && settings.Origins.ContainsKey("problem:huberDelta"))
            throw new UserError(
                $"{Where("problem:huberDelta")}: problem.huberDelta belongs to the huber loss, but problem.loss is " +
                $"{problem.Loss}; set it to huber, or leave problem.huberDelta out");
        if (folds.Kind == FoldKind.Grouped && settings.Values.Data.Groups.Length == 0)
            throw new UserError(
                $"{Where("folds:kind")}: folds.kind is grouped, but data.groups names no column; set --data.groups=COLUMN");
    }
}
