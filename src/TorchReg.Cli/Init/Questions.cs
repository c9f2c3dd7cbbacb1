using TorchReg.Cli.Host;

namespace TorchReg.Cli.Init;

/// <summary>What was given stands; the rest is asked at a terminal, and takes its default elsewhere.</summary>
sealed class Questions(CommandContext context)
{
    /// <summary>An answer that is right.</summary>
    /// <param name="flag">The flag that gives it: "--model".</param>
    /// <param name="given">What the flag gave; null where it was left out.</param>
    /// <param name="question">"Model: softmax, linear or mlp".</param>
    /// <param name="usual">The answer of who presses Enter.</param>
    /// <param name="wrong">What is wrong with an answer; null where nothing is.</param>
    internal string Answer(string flag, string? given, string question, string usual, Func<string, string?> wrong)
    {
        if (given != null) return wrong(given) is { } no ? throw new UserError($"{flag} is '{Shown.Value(given)}'; {no}") : given;
        while (context.IsTerminal)
        {
            context.Out.Write($"{question} [{usual}]: ");
            context.Out.Flush();
            var answer = context.In.ReadLine()?.Trim() ?? "";
            if (answer.Length == 0) break;
            if (wrong(answer) is not { } advice) return answer;
            context.Out.WriteLine($"  {advice}");
        }
        return usual;
    }

    /// <summary>An answer that is one of some names.</summary>
    internal string OneOf(string flag, string? given, string what, string usual, IReadOnlyCollection<string> names)
    {
        var answer = Answer(flag, given, $"{what}: {string.Join(", ", names)}", usual, text => Named(names, text) != null
            ? null
            : $"it must be one of {string.Join(", ", names)}{KnownName.Meant(text, names)}");
        return Named(names, answer)!;
    }

    static string? Named(IEnumerable<string> names, string text) =>
        names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
}
