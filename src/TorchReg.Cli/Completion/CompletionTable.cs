using System.CommandLine;
using System.CommandLine.Completions;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Completion;

/// <summary>All commands as shells complete them, read from the commands themselves.</summary>
static class CompletionTable
{
    // By the name that help gives a value.
    static readonly Dictionary<string, string> paths = new()
    {
        ["FILE"] = CompletedPath.File,
        ["CSV"] = CompletedPath.File,
        ["SOURCE"] = CompletedPath.File,
        ["CONFIG|--key=value"] = CompletedPath.File,
        ["CONFIG|SWEEP|--key=value"] = CompletedPath.File,
        ["DIR"] = CompletedPath.Folder,
        ["RUN"] = CompletedPath.Folder,
        ["SWEEP"] = CompletedPath.Folder,
    };

    internal static IReadOnlyList<CompletedCommand> Of(Command command, string path = "")
    {
        var below = command.Subcommands.Where(sub => !sub.Hidden).ToArray();
        var within = path.Length == 0 ? "" : path + " ";
        return [One(command, path, below), .. below.SelectMany(sub => Of(sub, within + sub.Name))];
    }

    static CompletedCommand One(Command command, string path, Command[] below)
    {
        var options = command.Options.Where(option => !option.Hidden).ToArray();
        var items = command.Arguments.SelectMany(Items).ToArray();
        var settings = items.Where(item => item.Label.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var keys = settings.Where(item => item.Label.EndsWith('=')).Select(item => Of(item.Label, item.Documentation)).ToArray();
        return new(
            path,
            [.. below.Select(sub => Of(sub.Name, sub.Description))],
            [
                .. options.Select(option => Of(option.Name, option.Description)),
                .. keys.Where(key => !key.Text.Contains('.')),
                .. keys.Where(key => key.Text.Contains('.')).Select(Group).Distinct()
            ],
            [.. keys.Where(key => key.Text.Contains('.'))],
            [.. options.Where(TakesValue).Select(Values), .. settings.GroupBy(Key).Select(Values), .. Arguments(command, items)]);
    }

    static Candidate Of(string text, string? meaning) => new(text, FirstSentence(meaning ?? ""));

    static Candidate Group(Candidate key) => new(key.Text[..(key.Text.IndexOf('.') + 1)], "Settings.");

    static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;

    static IEnumerable<CompletionItem> Items(Argument argument) =>
        argument.CompletionSources.SelectMany(source => source(CompletionContext.Empty));

    static CompletedValues Values(Option option) => new(
        option.Name,
        Some(Path(option.HelpName).Concat(
            option.CompletionSources.SelectMany(source => source(CompletionContext.Empty)).Select(item => item.Label))));

    static CompletedValues Values(IGrouping<string, CompletionItem> values) =>
        new(values.Key, Some(values.Select(item => item.Label[(item.Label.IndexOf('=') + 1)..]).Where(text => text.Length > 0)));

    static IEnumerable<CompletedValues> Arguments(Command command, CompletionItem[] items) =>
        command.Arguments.Count == 0 ? []
        : [new("", Some(command.Arguments.SelectMany(argument => Path(argument.Name))
            .Concat(items.Select(item => item.Label).Where(label => !label.StartsWith("--", StringComparison.Ordinal)))
            .Distinct()))];

    static string Key(CompletionItem item) => item.Label[..item.Label.IndexOf('=')];

    static string[] Some(IEnumerable<string> texts) => texts.ToArray() is { Length: > 0 } some ? some : [CompletedPath.Nothing];

    /// <summary>Whether a value of this name in help is completed as a path.</summary>
    internal static bool IsPath(string name) => paths.ContainsKey(name);

    static IEnumerable<string> Path(string? name) => name != null && paths.TryGetValue(name, out var path) ? [path] : [];

    static string FirstSentence(string text) => text.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? text[..end]
        : text.TrimEnd('.');
}
