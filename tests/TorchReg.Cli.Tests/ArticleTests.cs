using TorchReg.Cli.Host;
using TorchReg.Cli.Article;

namespace TorchReg.Cli.Tests;

public sealed class ArticleTests : FolderTests
{
    (int Status, string Error, string? Program) Run(string number, params string[] switches)
    {
        _ = ProgramPath.Needed("dotnet");   // which runs them
        Directory.CreateDirectory(Path.Combine(folder.Path, "examples"));
        File.WriteAllText(Path.Combine(folder.Path, "examples", "Article002Regression.cs"), "");
        string? ran = null;
        var error = new StringWriter();
        var status = new App(new()
        {
            Out = TextWriter.Null,
            Error = error,
            Screen = null!,
            Environment = Cli.NoVariables,
            Checkout = folder.Path,
            RunProgram = (program, args, place) => { ran = $"{program} {string.Join(' ', args)} in {place}"; return 7; },
        }).Run(["article", number, .. switches]);
        return (status, error.ToString(), ran);
    }

    [Theory, InlineData("2"), InlineData("002")]
    public void An_article_of_the_own_checkout_is_run_there_and_its_status_is_given_back(string number) =>
        Assert.Equal(
            (
                7,
                "",
                $"{ProgramPath.Needed("dotnet")} run {Path.Combine(folder.Path, "examples", "Article002Regression.cs")} in " +
                $"{folder.Path}"),
            Run(number));

    [Fact]
    public void Switches_after_the_number_are_the_programs() =>
        Assert.EndsWith(
            "Article002Regression.cs -- --variant fixed --lang=zh --device cuda --plot a.svg in " + folder.Path,
            Run("2", "--variant", "fixed", "--lang=zh", "--device", "cuda", "--plot", "a.svg").Program);

    [Theory]
    [InlineData("5", "there is no article 005; known: 002")]
    [InlineData("two", "article is 'two'; it must be a number")]
    public void An_unknown_article_is_refused(string number, string expected) =>
        Assert.StartsWith($"torchreg: {expected}", Run(number).Error);

    [Fact]
    public void The_checkout_is_the_one_that_the_program_was_built_in_and_no_folder_above_the_working_one()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "artifacts", "bin"));
        Assert.Null(ArticleCommand.CheckoutOf(Path.Combine(folder.Path, "artifacts", "bin")));
        folder.Write("TorchReg.sln", "");
        Assert.Equal(folder.Path, ArticleCommand.CheckoutOf(Path.Combine(folder.Path, "artifacts", "bin")));
        Assert.Null(ArticleCommand.CheckoutOf(Path.Combine(folder.Path, "examples")));
    }
}
