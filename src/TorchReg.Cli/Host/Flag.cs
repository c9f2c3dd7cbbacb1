using System.CommandLine;

namespace TorchReg.Cli.Host;

/// <summary>What a command takes beside its words.</summary>
static class Flag
{
    /// <summary>--name VALUE.</summary>
    internal static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    /// <summary>--name, given or not.</summary>
    internal static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    /// <summary>A config file and settings that override it.</summary>
    internal static Argument<string[]> Settings(string file, string words = "CONFIG|--key=value") => new(words)
    {
        Description = $"{file}, and settings that override it.",
        Arity = ArgumentArity.ZeroOrMore,
        // Else help shows all that a shell may complete.
        HelpName = words,
    };
}
