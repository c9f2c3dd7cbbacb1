using System.CommandLine;
using System.CommandLine.Completions;
using System.Reflection;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Settings;

/// <summary>
/// What a shell may complete of settings: --training.epochs=, --epochs= where one setting alone has that name, and with each
/// value of a choice --optimizer.kind=adam. Of a list it is the first place.
/// </summary>
static class SettingCompletions
{
    /// <summary>Behind a command whose words are settings of these schemas.</summary>
    internal static Argument<string[]> Completing(this Argument<string[]> words, params SettingSchema[] schemas)
    {
        words.CompletionSources.Add(_ => schemas.SelectMany(Items).DistinctBy(item => item.Label));
        return words;
    }

    static IEnumerable<CompletionItem> Items(SettingSchema schema)
    {
        var single = schema
            .Settings.GroupBy(setting => setting.Name, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() == 1)
            .SelectMany(same => same)
            .Where(setting => !setting.Pattern.Contains(".N."))
            .ToHashSet();
        return schema.Settings.SelectMany(setting =>
            new[] { Written(setting), single.Contains(setting) ? setting.Name : Written(setting) }
                .Distinct()
                .SelectMany(name => Items($"--{name}=", setting)));
    }

    static string Written(Setting setting) =>
        (setting.Leaf == "N" ? setting.Pattern[..^2] : setting.Pattern).Replace(".N.", ".0.");

    static IEnumerable<CompletionItem> Items(string key, Setting setting) =>
        Values(setting)
            .Prepend("")
            .Select(value => new CompletionItem(key + value, documentation: SettingTexts.Of(setting.Property)));

    static IEnumerable<string> Values(Setting setting) => setting switch
    {
        { Choices: { } names } => names,
        _ when setting.Type == typeof(bool) => ["true", "false"],
        _ when setting.Property.GetCustomAttribute<PathTextAttribute>() != null => [CompletedPath.File],
        _ => [],
    };
}
