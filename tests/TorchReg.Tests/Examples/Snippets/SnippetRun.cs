using System.Globalization;
using System.Text.RegularExpressions;

namespace TorchReg.Tests.Examples.Snippets;

/// <summary>What a program of examples/articles prints, in this process.</summary>
static class SnippetRun
{
    /// <summary>The small variant where there is one.</summary>
    public static string Small(Pages.Snippet snippet, string language) =>
        Of(snippet.Name, snippet.Takes("--small") ? ["--lang", language, "--small"] : ["--lang", language]);

    /// <summary>The console is everybody's: of tests that run alone.</summary>
    public static string Of(string name, params string[] args)
    {
        var entry = SnippetCompiler.Program(name).EntryPoint!;
        var (console, text) = (Console.Out, new StringWriter(CultureInfo.InvariantCulture));
        Console.SetOut(text);
        try { entry.Invoke(null, [args]); }
        finally { Console.SetOut(console); }
        return text.ToString().ReplaceLineEndings("\n");
    }

    const string Number = @"-?\d+(?:\.\d+)?(?:E[+-]?\d+)?";

    /// <summary>The numbers of a text, in their order.</summary>
    public static double[] Numbers(string text) =>
        [.. Regex.Matches(text, Number).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    /// <summary>What is left of a text without them.</summary>
    public static string WithoutNumbers(string text) => Regex.Replace(text, Number, "#");
}
