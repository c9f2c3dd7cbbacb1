using System.Diagnostics;
using TorchReg.Pages;

// eng/pages.sh [--text] [NAME …]: runs the programs of examples/articles in both languages and writes docs/zh and docs/en; with --text
// nothing is run: the pages keep what they show of their runs.
var isTextOnly = args.Contains("--text");
string[] names = [.. args.Where(arg => arg != "--text")];
var root = Checkout.Root(Environment.CurrentDirectory);
var all = Snippets.All(root);
if (names.FirstOrDefault(name => all.All(snippet => snippet.Name != name)) is { } unknown)
{
    var known = string.Join(", ", all.Select(snippet => snippet.Name));
    Console.Error.WriteLine($"'{unknown}' is no program of examples/articles; there are {known}.");
    return 2;
}
string FolderOf(Language language) =>
    Directory.CreateDirectory(Path.Combine(root, "docs", language == Language.Chinese ? "zh" : "en")).FullName;
foreach (var snippet in all.Where(snippet => names.Length == 0 || names.Contains(snippet.Name)))
{
    if (!isTextOnly) ProgramRun.Build(root, snippet);
    foreach (var language in Enum.GetValues<Language>())
    {
        var folder = FolderOf(language);
        var file = Path.Combine(folder, $"{snippet.Name}.md");
        if (isTextOnly)
        {
            File.WriteAllText(file, new Page(snippet, language).Renewed(File.ReadAllText(file)));
            continue;
        }
        var picture = snippet.Takes("--plot") ? Path.Combine(folder, $"{snippet.Name}.svg") : null;
        var clock = Stopwatch.StartNew();
        var output = ProgramRun.Run(root, snippet, language, picture);
        var page = new Page(snippet, language).Text(output, clock.Elapsed.TotalSeconds, picture is not null);
        File.WriteAllText(file, page);
    }
    Console.WriteLine(snippet.Name);
}
foreach (var language in Enum.GetValues<Language>())
    File.WriteAllText(Path.Combine(FolderOf(language), "README.md"), IndexPage.Text(all, language));
return 0;
