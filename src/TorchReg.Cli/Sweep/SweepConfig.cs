using System.Text.Json;
using System.Text.Json.Nodes;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Sweep;

/// <summary>A sweep as it was read: the resolved base, what is varied, and how.</summary>
/// <param name="Name">The file's, without its ending.</param>
/// <param name="Origin">The file, for messages.</param>
/// <param name="Base">A run's settings, resolved.</param>
/// <param name="Vary">The entry as it stands in the file.</param>
/// <param name="Variations">What it says.</param>
/// <param name="Settings">Everything else.</param>
sealed record SweepConfig(
    string Name,
    string Origin,
    ResolvedSettings<TrainSettings> Base,
    JsonObject Vary,
    IReadOnlyList<Variation> Variations,
    SweepSettings Settings)
{
    const string BaseKey = "base", VaryKey = "vary";
    static readonly SettingSchema ofSweep = SettingSchema.Of<SweepSettings>();
    static readonly SettingSchema ofRun = SettingSchema.Of<TrainSettings>();
    static readonly JsonDocumentOptions reading = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true
    };

    /// <summary>CONFIG, whose base is then overridden by the environment and by arguments.</summary>
    internal static SweepConfig Load(SettingWords words, IReadOnlyDictionary<string, string> environment)
    {
        words = words.WithRows();
        return words.Files.ToArray() switch
        {
            [] when words.Data is { } rows => Usual(rows, words, environment) with { Name = UsualSweep.NameOf(rows) },
            [] => throw new UserError(
                "sweep needs a CONFIG, a JSON file with base and vary, rows, as a CSV file, or a sweep's folder; see configs/ " +
                "for examples"),
            [var one] => OfFile(one, words, environment),
            [var one, var second, ..] => throw new UserError($"sweep takes one CONFIG; after {one} there is also {second}"),
        };
    }

    // What the rows' columns are is among the settings, so that these are read first.
    static SweepConfig Usual(string rows, SettingWords words, IReadOnlyDictionary<string, string> environment)
    {
        SweepConfig Of(double spread) =>
            Read($"the usual sweep of {rows}", UsualSweep.Json(rows, spread), words, environment);

        var config = Of(1);
        return UsualSweep.SpreadOf(config.Base.Values.Data) is not 1 and var spread ? Of(spread) : config;
    }

    /// <summary>The sweep that a folder holds; it is resolved already.</summary>
    internal static SweepConfig LoadResolved(string path) => OfFile(path, null, new Dictionary<string, string>());

    static SweepConfig OfFile(string path, SettingWords? words, IReadOnlyDictionary<string, string> environment)
    {
        JsonSource.FromFile(path).Values.GetChildren();
        return Read(path, JsonSource.Text(path), words, environment);
    }

    static SweepConfig Read(
        string path, string text, SettingWords? words, IReadOnlyDictionary<string, string> environment)
    {
        var file = JsonNode.Parse(text, documentOptions: reading)!.AsObject();
        var (given, vary) = (file[BaseKey], file[VaryKey]);
        foreach (var key in new[] { BaseKey, VaryKey, "$schema" }) file.Remove(key);
        if (Unknown(file) is { } unknown) throw unknown(path);
        var settings = ResolvedSettings<SweepSettings>.From(ofSweep, JsonSource.FromText(path, file.ToJsonString())).Values;
        var resolved = BaseOf(path, given, words, environment);
        if (vary is not JsonObject varied)
            throw new UserError(
                $"{path}: vary is {(vary == null ? "missing" : "no group")}; name the keys to vary, {{ \"penalties.0.lambda\": " +
                $"{{ \"from\": 0.0001, \"to\": 0.1, \"count\": 10, \"scale\": \"log\" }} }}");
        var variations = varied.Select(pair => Variation(path, pair.Key, pair.Value, resolved.Values)).ToArray();
        var config = new SweepConfig(
            Path.GetFileNameWithoutExtension(path),
            path,
            resolved,
            (JsonObject)varied.DeepClone(),
            variations,
            settings);
        SweepChecks.Check(config);
        return config;
    }

    // A misspelt base or vary is told as such, and so is a run without the sweep around it.
    static Func<string, UserError>? Unknown(JsonObject file) =>
        file.Select(pair => pair.Key).FirstOrDefault(key => ofSweep.Find(key) == null && !ofSweep.IsGroup(key)) is { } stray
        && NearestName.Of(stray, [BaseKey, VaryKey]) is { } meant
            ? path => new($"{path}: unknown key {stray}; did you mean {meant}?")
            : file.Select(pair => pair.Key).Any(key => ofSweep.Find(key) == null && ofRun.IsGroup(key))
            ? path => new($"{path} holds a run's settings; sweep takes {{ \"base\": \"{Path.GetFileName(path)}\", \"vary\": " +
                "{ \"penalties.0.lambda\": [0.001, 0.01] } }, in a file of its own beside it")
            : null;

    static ResolvedSettings<TrainSettings> BaseOf(
        string path,
        JsonNode? given,
        SettingWords? words,
        IReadOnlyDictionary<string, string> environment)
    {
        var source = given switch
        {
            JsonObject inline => JsonSource.FromText($"{path}: base", inline.ToJsonString()),
            JsonValue text when text.GetValueKind() == JsonValueKind.String => JsonSource.FromFile(
                Path.Combine(Path.GetDirectoryName(path) ?? "", text.GetValue<string>())),
            null => throw new UserError(
                $"{path}: base is missing; give a run's settings, or the path of its file relative to this one"),
            _ => throw new UserError(
                $"{path}: base is {given.ToJsonString()}; give a run's settings, or the path of its file relative to this one"),
        };
        return TrainConfig.Resolve(source, environment, words == null ? [] : [ArgumentSource.From(words, ofRun)]);
    }

    static Variation Variation(string path, string key, JsonNode? node, TrainSettings settings)
    {
        var canonical = SettingChange.Canonical(ofRun, key, path);
        var read = new VariationJson(canonical, path, ofRun.Find(canonical.Replace('.', ':'))?.Type == typeof(int)).Read(node);
        foreach (var value in read.Values)
        {
            SettingChange.Check(ofRun, canonical, value, path);
            SettingChange.Apply(SettingsJson.Of(settings), canonical, value, path);
        }
        return read.Draw == null ? read : read with { Draw = random => Checked(read.Draw(random), canonical, path) };
    }

    static JsonNode Checked(JsonNode value, string key, string path)
    {
        SettingChange.Check(ofRun, key, value, path);
        return value;
    }

    /// <summary>The sweep as a file that says the same anywhere: with its whole base.</summary>
    internal JsonObject Resolved()
    {
        var file = new JsonObject { [BaseKey] = SettingsJson.Of(Base.Values), [VaryKey] = Vary.DeepClone() };
        foreach (var (key, value) in SettingsJson.Of(Settings)) file[key] = value?.DeepClone();
        return file;
    }
}
