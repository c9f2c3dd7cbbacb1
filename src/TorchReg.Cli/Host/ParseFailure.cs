using System.CommandLine;

namespace TorchReg.Cli.Host;

/// <summary>What is wrong with a command line, as one line with the nearest known word.</summary>
static class ParseFailure
{
    internal static UserError Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [var unknown, ..])
            return unknown.StartsWith('-') ? UnknownFlag(unknown, command) : UnknownWord(unknown, command);
        if (command.Action == null)
            return new(
                $"{Path(parsed)} needs a command: {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}; see " +
                $"{Path(parsed)} --help");
        if (parsed.Errors[0].SymbolResult is System.CommandLine.Parsing.ArgumentResult { Tokens.Count: 0, Argument: var missing })
            return new($"{Path(parsed)} needs {missing.HelpName ?? missing.Name}; see {Path(parsed)} --help");
        if (parsed.Errors[0].SymbolResult is System.CommandLine.Parsing.OptionResult { Tokens.Count: 0, Option: var bare } option
            && bare.Arity.MinimumNumberOfValues > 0)
            return new(
                $"{(option.Implicit ? $"{Path(parsed)} needs {bare.Name}" : bare.Name + " needs")} " +
                $"{bare.HelpName ?? "a value"}; see {Path(parsed)} --help");
        return new($"{parsed.Errors[0].Message.Trim().TrimEnd('.')}; see {Path(parsed)} --help");
    }

    internal static UserError UnknownFlag(string given, Command command, IEnumerable<string>? furtherKnown = null)
    {
        var name = given.Split('=')[0];
        var known = command.Options.Select(option => option.Name).Append("--help").Concat(furtherKnown ?? []);
        return new($"unknown flag {Shown.Value(name)}{Hint(NearestName.Of(name, known), command)}");
    }

    static UserError UnknownWord(string given, Command command) =>
        command.Subcommands.Count > 0
            ? new(
                "unknown command " +
                $"'{Shown.Value(given)}'{Hint(NearestName.Of(given, command.Subcommands.Select(sub => sub.Name)), command)}")
            : new($"{command.Name} takes no '{Shown.Value(given)}'; see torchreg --help");

    static string Hint(string? nearest, Command command) => nearest != null ? $"; did you mean {nearest}?"
        : command.Subcommands.Count > 0 ? $"; known: {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}"
        : "; see --help";

    static string Path(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (System.CommandLine.Parsing.SymbolResult? result = parsed.CommandResult;
            result is System.CommandLine.Parsing.CommandResult command;
            result = result.Parent)
            names.Push(command.Command.Name);
        return string.Join(' ', names);
    }
}
