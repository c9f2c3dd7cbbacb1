using System.CommandLine;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Article;

/// <summary>torchreg article: one of the articles' programs, from a checkout of the repository.</summary>
static class ArticleCommand
{
    const string Examples = """
        The programs are examples/ArticleNNN….cs of the checkout that this torchreg was built in, run by `dotnet run`; no other folder's.

        Examples:
          torchreg article 0
          torchreg article 002 --variant fixed --lang zh
        """;

    internal static Command Create(CommandContext context)
    {
        var number = new Argument<string>("NUMBER")
        {
            Description =
                "The article: 0 to 4; switches after it are the program's: --variant written|fixed|both, --lang zh, --small, " +
                "--data DIR, --device NAME, --plot FILE.svg."
        };
        var article = new Command("article", "Run one of the five articles: as it was written, and corrected.") { number };
        article.TreatUnmatchedTokensAsErrors = false;
        HelpWithExamples.AddTo(article, Examples);
        article.SetAction(parsed => Run(parsed.GetRequiredValue(number), parsed.UnmatchedTokens, context));
        return article;
    }

    static int Run(string number, IReadOnlyList<string> switches, CommandContext context)
    {
        if (!NumberText.TryRead(number, System.Globalization.NumberStyles.None, out var n) || n is < 0 or > 999)
            throw new UserError($"article is '{number}'; it must be a number from 0 on");
        var checkout =
            context.Checkout
            ?? throw new UserError(
                "this torchreg was not built in a checkout of its repository, which has the articles' programs; run it there, " +
                "by ./run.sh article 0");
        return context.RunProgram(
            ProgramPath.Needed("dotnet"),
            ["run", Program(n, checkout), .. switches.Count == 0 ? (string[])[] : ["--", .. switches]],
            checkout);
    }

    static string Program(int number, string checkout)
    {
        var examples = Path.Combine(checkout, "examples");
        var programs = Directory.Exists(examples)
            ? Directory.GetFiles(examples, "Article*.cs").Order(StringComparer.Ordinal).ToArray()
            : [];
        return programs.FirstOrDefault(path => Path.GetFileName(path).StartsWith($"Article{number:D3}", StringComparison.Ordinal))
            ?? throw new UserError(
                $"there is no article {number:D3}; known: " +
                $"{string.Join(", ", programs.Select(path => Path.GetFileName(path)[7..10]))}");
    }

    /// <summary>
    /// The checkout whose build a program is: the folder above its own that has the solution, where it lies in artifacts.
    /// </summary>
    internal static string? CheckoutOf(string programFolder)
    {
        for (var folder = new DirectoryInfo(programFolder); folder != null; folder = folder.Parent)
            if (folder.Name == "artifacts"
                && folder.Parent is { } root
                && File.Exists(Path.Combine(root.FullName, "TorchReg.sln")))
                return root.FullName;
        return null;
    }
}
