using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchReg.Cli.Host;
using TorchReg.Cli.Settings;

namespace TorchReg.Cli.Sweep;

/// <summary>Reads one entry of vary: a list, { from, to, count, scale } or { distribution, … }.</summary>
sealed class VariationJson(string key, string origin, bool isWhole)
{
    const int Most = SweepChecks.MostRuns;

    internal Variation Read(JsonNode? node) => node switch
    {
        JsonArray { Count: > 0 } list => new(
            key,
            [.. list.Select(value => value?.DeepClone() ?? throw Wrong("has null among its values"))],
            null),
        JsonObject range when range.ContainsKey("distribution") => Distribution(range),
        JsonObject range => Range(range),
        _ => throw Wrong(
            "must be a list [ … ] of one value or more, a range { \"from\", \"to\", \"count\", \"scale\" } or { " +
            "\"distribution\", … }"),
    };

    Variation Range(JsonObject range)
    {
        Known(range, "from", "to", "count", "scale");
        var (from, to, count, isLog) = (
            Number(range, "from"),
            Number(range, "to"),
            Number(range, "count"),
            Word(range, "scale", "linear", "linear", "log") == "log");
        if (count != Math.Floor(count) || count is < 2 or > Most)
            throw Wrong($"has count {Text(count)}; it must be a whole number from 2 to {Most}");
        if (isLog && !(from > 0 && to > 0)) throw Wrong("has scale log, for which from and to must be above 0");
        var values = Enumerable.Range(0, (int)count).Select(i => At(i / (count - 1), from, to, isLog)).ToArray();
        return new(key, [.. values.Select(Json).DistinctBy(value => value.ToJsonString())], null);
    }

    // The ends are exact; 6 digits between them, so that a file of results can be read.
    static double At(double share, double from, double to, bool isLog) => share switch
    {
        0 => from,
        1 => to,
        _ => Rounded(Place(share, from, to, isLog)),
    };

    Variation Distribution(JsonObject range)
    {
        var kind = Word(range, "distribution", "", "uniform", "logUniform", "normal");
        if (kind == "normal")
        {
            Known(range, "distribution", "mean", "deviation");
            var (mean, deviation) = (Number(range, "mean"), Number(range, "deviation"));
            if (!(deviation > 0)) throw Wrong($"has deviation {Text(deviation)}; it must be above 0");
            return new(key, [], random => Json(Rounded(mean + (deviation * random.Normal()))));
        }
        Known(range, "distribution", "from", "to");
        var (from, to, isLog) = (Number(range, "from"), Number(range, "to"), kind == "logUniform");
        if (!(to > from)) throw Wrong($"runs from {Text(from)} to {Text(to)}; to must be above from");
        if (isLog && !(from > 0)) throw Wrong("is logUniform, for which from must be above 0");
        // A whole number's ends are as likely as the others.
        return isWhole && !isLog
            ? new(key, [], random => Json(Math.Floor(random.Uniform(Math.Ceiling(from), Math.Floor(to) + 1))))
            : new(key, [], random => Json(Math.Clamp(Rounded(Place(random.Uniform(), from, to, isLog)), from, to)));
    }

    static double Place(double share, double from, double to, bool isLog) =>
        isLog ? Math.Exp(Math.Log(from) + (share * (Math.Log(to) - Math.Log(from)))) : from + (share * (to - from));

    JsonNode Json(double value) => isWhole ? JsonValue.Create((long)Math.Round(value)) : JsonValue.Create(value);

    static double Rounded(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    double Number(JsonObject range, string name) => range[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        ? value.GetValue<double>() : throw Wrong($"needs {name}, a number");

    string Word(JsonObject range, string name, string otherwise, params string[] words)
    {
        var word =
            range[name] is null ? otherwise
            : range[name]!.GetValueKind() == JsonValueKind.String ? range[name]!.GetValue<string>()
            : "";
        return words.FirstOrDefault(known => known.Equals(word, StringComparison.OrdinalIgnoreCase))
            ?? throw Wrong($"has {name} {range[name]?.ToJsonString() ?? "missing"}; it must be {string.Join(" or ", words)}" +
                KnownName.Meant(word, words));
    }

    void Known(JsonObject range, params string[] names)
    {
        foreach (var (name, _) in range)
            if (!names.Contains(name))
                throw Wrong($"has the unknown key {name}; {KnownName.Hint(name, names)}");
    }

    static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    UserError Wrong(string what) => new($"{origin}: vary.{SettingKey.Display(key)} {what}");
}
