using System.Text;

namespace TorchReg.Pages;

/// <summary>A program's page in one language: what comes from the source, and what its run printed.</summary>
public sealed class Page(Snippet snippet, Language language)
{
    string Say(string english, string chinese) => new Words(english, chinese).In(language);

    string Results => $"## {Say("What it prints", "输出")}\n\n";

    /// <summary>A page that was written before, with what its run printed and the source as it is now.</summary>
    public string Renewed(string page) => Source() + page[page.IndexOf(Results, StringComparison.Ordinal)..];

    /// <summary>Title, formula, quotation and program: what the source alone decides.</summary>
    public string Source()
    {
        var page = new StringBuilder();
        var other = language == Language.Chinese ? "en" : "zh";
        page.Append($"<!-- eng/pages.sh: examples/articles/{snippet.Name}.cs -->\n");
        page.Append($"[{(language == Language.Chinese ? "English" : "中文")}](../{other}/{snippet.Name}.md) · ");
        page.Append($"[{Say("all pages", "全部页面")}](README.md)\n\n");
        page.Append($"# {(snippet.IsTopic ? "" : $"{snippet.Article} {snippet.Section} ")}{snippet.Title.In(language)}\n\n");
        if (snippet.Introduction is { } introduction) page.Append($"{introduction.In(language)}\n\n");
        if (snippet.Formula.Length > 0) page.Append($"$$\n{snippet.Formula}\n$$\n\n");
        if (snippet.Quoted.Count > 0)
            page.Append($"## {Say("The article's snippet", "原文代码")}\n\n{Quotation.Markdown(snippet, language)}\n");
        page.Append($"## {Say("In C#, to copy", "可以复制的 C#")}\n\n");
        page.Append($"[examples/articles/{snippet.Name}.cs](../../examples/articles/{snippet.Name}.cs)");
        page.Append(Say(
            "; with the packages, write `#:package TorchReg@0.1.0` and `#:package TorchSharp-cpu@0.105.2` for the `#:` lines.\n\n",
            "；使用 NuGet 包时，把 `#:` 行换成 `#:package TorchReg@0.1.0` 和 `#:package TorchSharp-cpu@0.105.2`。\n\n"));
        page.Append($"```csharp\n{snippet.Code.Trim('\n')}\n```\n\n");
        return page.ToString();
    }

    /// <summary>The whole page.</summary>
    /// <param name="output">What the run printed.</param>
    /// <param name="seconds">How long it took.</param>
    /// <param name="hasPicture">Whether the run drew its picture.</param>
    public string Text(string output, double seconds, bool hasPicture)
    {
        var page = new StringBuilder(Source());
        page.Append($"{Results}```text\n{output.TrimEnd('\n')}\n```\n\n");
        if (hasPicture) page.Append($"![{snippet.Title.In(language)}]({snippet.Name}.svg)\n\n");
        page.Append(Say($"*{seconds:F1} s, 2 cores, start included.*\n", $"*用时 {seconds:F1} 秒（2 核，含启动）。*\n"));
        if (snippet.See.Count > 0)
            page.Append($"\n{Say("The library's documents (in English)", "库的文档（英文）")}: "
                + string.Join(", ", snippet.See.Select(file => $"[{file}](../{file})")) + "\n");
        return page.ToString();
    }
}
