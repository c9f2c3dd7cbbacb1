using System.CommandLine;
using System.Diagnostics;
using TorchReg.Cli.Errors;

namespace TorchReg.Cli.Commands;

/// <summary>torchreg article: one of the articles' programs, from a checkout of the repository.</summary>
static class ArticleCommand
{
    const string Examples = """
        The programs are examples/ArticleNNN….cs of the repository; they are run from a folder within a checkout, by `dotnet run`.

        Examples:
          torchreg article 0
          torchreg article 002
        """;

    internal static Command Create(Surroundings surroundings)
    {
        var number = new Argument<string>("NUMBER") { Description = "The article: 0 to 4." };
        var article = new Command("article", "Run one of the five articles: as it was written, and corrected.") { number };
        HelpWithExamples.AddTo(article, Examples);
        article.SetAction(parsed => surroundings.RunProgram("dotnet", ["run", Program(parsed.GetRequiredValue(number), surroundings.WorkingFolder)]));
        return article;
    }

    static string Program(string number, string folder)
    {
        if (!int.TryParse(number, out var n) || n is < 0 or > 999) throw new UserError($"article is '{number}'; it must be a number from 0 on");
        var examples = FolderAbove(folder) ?? throw new UserError("there is no folder examples here or above; run it within a checkout of the repository");
        var programs = Directory.GetFiles(examples, "Article*.cs").Order(StringComparer.Ordinal).ToArray();
        return programs.FirstOrDefault(path => Path.GetFileName(path).StartsWith($"Article{n:D3}", StringComparison.Ordinal))
            ?? throw new UserError($"there is no article {n:D3}; known: {string.Join(", ", programs.Select(path => Path.GetFileName(path)[7..10]))}");
    }

    static string? FolderAbove(string? folder) => folder == null ? null
        : Directory.Exists(Path.Combine(folder, "examples")) ? Path.Combine(folder, "examples") : FolderAbove(Path.GetDirectoryName(folder));

    /// <summary>Runs a program with this process's input and output; its exit status.</summary>
    internal static int Run(string program, IReadOnlyList<string> args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args)) ?? throw new UserError($"{program} can't be started");
        process.WaitForExit();
        return process.ExitCode;
    }
}
