namespace TorchReg.Cli.Tests;

public sealed class ArticleTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    (int Status, string Error, string? Program) Run(string number)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "examples", "below"));
        File.WriteAllText(Path.Combine(folder.Path, "examples", "Article002Regression.cs"), "");
        string? ran = null;
        var error = new StringWriter();
        var status = new App(new()
        {
            Out = TextWriter.Null, Error = error, Screen = null!, Environment = Cli.NoVariables, WorkingFolder = Path.Combine(folder.Path, "examples", "below"),
            RunProgram = (program, args) => { ran = $"{program} {string.Join(' ', args)}"; return 7; },
        }).Run(["article", number]);
        return (status, error.ToString(), ran);
    }

    [Theory, InlineData("2"), InlineData("002")]
    public void An_article_is_run_from_anywhere_in_a_checkout_and_its_status_is_given_back(string number) =>
        Assert.Equal((7, "", $"dotnet run {Path.Combine(folder.Path, "examples", "Article002Regression.cs")}"), Run(number));

    [Theory]
    [InlineData("5", "there is no article 005; known: 002")]
    [InlineData("two", "article is 'two'; it must be a number")]
    public void An_unknown_article_is_refused(string number, string expected) => Assert.StartsWith($"torchreg: {expected}", Run(number).Error);
}
