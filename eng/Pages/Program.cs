using System.Diagnostics;
using TorchReg.Pages;

// eng/pages.sh [NAME …]: runs the programs of examples/articles in both languages and writes docs/zh and docs/en.
var root = Checkout.Root(Environment.CurrentDirectory);
var all = Snippets.All(root);
if (args.FirstOrDefault(name => all.All(snippet => snippet.Name != name)) is { } unknown)
{
    var names = string.Join(", ", all.Select(snippet => snippet.Name));
    Console.Error.WriteLine($"'{unknown}' is no program of examples/articles; there are {names}.");
    return 2;
}
foreach (var snippet in all.Where(snippet => args.Length == 0 || args.Contains(snippet.Name)))
{
    ProgramRun.Build(root, snippet);
    foreach (var language in Enum.GetValues<Language>())
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "docs", language == Language.Chinese ? "zh" : "en")).FullName;
        var picture = snippet.Takes("--plot") ? Path.Combine(folder, $"{snippet.Name}.svg") : null;
        var clock = Stopwatch.StartNew();
        var output = ProgramRun.Run(root, snippet, language, picture);
        var page = new Page(snippet, language).Text(output, clock.Elapsed.TotalSeconds, picture is not null);
        File.WriteAllText(Path.Combine(folder, $"{snippet.Name}.md"), page);
    }
    Console.WriteLine(snippet.Name);
}
foreach (var language in Enum.GetValues<Language>())
    File.WriteAllText(
        Path.Combine(root, "docs", language == Language.Chinese ? "zh" : "en", "README.md"),
        IndexPage.Text(all, language));
return 0;
