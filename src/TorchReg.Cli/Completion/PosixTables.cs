using System.Text;
using System.Text.RegularExpressions;

namespace TorchReg.Cli.Completion;

/// <summary>The tables as functions that bash and zsh understand: each prints a line for each word.</summary>
static class PosixTables
{
    /// <summary>"|train|sweep|sweep status|".</summary>
    internal static string Paths(IReadOnlyList<CompletedCommand> commands) =>
        $"|{string.Join('|', commands.Select(command => command.Path).Where(path => path.Length > 0))}|";

    /// <summary>
    /// _torchreg_commands, _torchreg_options and _torchreg_keys of a command, _torchreg_values of a command and a name.
    /// </summary>
    /// <param name="commands">All.</param>
    /// <param name="withMeanings">Whether a tab and the meaning follow each word.</param>
    internal static string Of(IReadOnlyList<CompletedCommand> commands, bool withMeanings)
    {
        string Line(Candidate one) => withMeanings ? $"{one.Text}\t{one.Meaning}" : one.Text;
        return Function("commands", commands.Select(c => (Quoted(c.Path), c.Commands.Select(Line))))
            + Function("options", commands.Select(c => (Quoted(c.Path), c.Options.Select(Line))))
            + Function("keys", commands.Select(c => (Quoted(c.Path), c.Keys.Select(Line))))
            + Function("values", commands.SelectMany(c =>
                c.Values.Select(v => (Pattern($"{c.Path} {v.Name}"), (IEnumerable<string>)v.Texts))));
    }

    // Cases with the same words are one.
    static string Function(string name, IEnumerable<(string Case, IEnumerable<string> Lines)> cases)
    {
        var text = new StringBuilder($"_torchreg_{name}() {{\n  case ${(name == "values" ? "1\\ $2" : "1")} in\n");
        foreach (var same in cases.GroupBy(one => string.Join(' ', one.Lines.Select(Quoted)), one => one.Case))
            if (same.Key.Length > 0) text.Append($"    {string.Join('|', same)}) printf '%s\\n' {same.Key} ;;\n");
        return text.Append("  esac\n}\n").ToString();
    }

    // In a list any place will do.
    static string Pattern(string text) =>
        Regex.Replace(text.Replace(" ", "\\ "), @"\.0\.", ".[0-9]*.");

    internal static string Quoted(string text) => $"'{text.Replace('\'', '’')}'";
}
