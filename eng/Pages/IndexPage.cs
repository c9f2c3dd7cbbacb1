using System.Text;

namespace TorchReg.Pages;

/// <summary>The list of all pages: which snippet of which article is which program.</summary>
public static class IndexPage
{
    static readonly (string Number, Words Title)[] articles =
    [
        ("000", new("L1 and L2 on a softmax classifier (TensorFlow)", "softmax 分类器的 L1 与 L2 正则化（TensorFlow）")),
        ("001", new("L1, L2 and dropout by formula and by hand (NumPy, TensorFlow)", "L1、L2 与 Dropout：公式与手写代码（NumPy、TensorFlow）")),
        ("002", new("Linear regression with L1 and L2 (Keras)", "带 L1 与 L2 的线性回归（Keras）")),
        ("003", new("Regularization of a network against overfitting (Keras)", "神经网络的正则化与防止过拟合（Keras）")),
        ("004", new("Norm regularization (Keras)", "范数正则化（Keras）")),
        ("topic", new("Topics", "专题")),
    ];

    public static string Text(IReadOnlyList<Snippet> all, Language language)
    {
        string Say(string english, string chinese) => new Words(english, chinese).In(language);
        var page = new StringBuilder("<!-- eng/pages.sh -->\n");
        page.Append(Say(
            "[中文](../zh/README.md)\n\n# The articles' code → programs\n\n"
            + "Five Chinese articles explain L1, L2 and dropout with snippets of which none runs as meant. "
            + "For each snippet there is a page: the formula, the snippet with its wrong lines marked, a C# program to copy, and what its run printed.\n\n",
            "[English](../en/README.md)\n\n# 原文代码 → 文件\n\n"
            + "五篇中文文章用代码讲解 L1、L2 与 Dropout，而其中没有一段能按本意运行。这里每段代码有一页："
            + "公式、标出错误行的原文代码、可以复制的 C# 程序，以及它运行时的输出。\n\n"));
        foreach (var (number, title) in articles)
        {
            var rows = all.Where(snippet => snippet.Article == number).Select(snippet => (Key: snippet.Name, Snippet: snippet))
                .Concat(all.SelectMany(snippet => snippet.Also.Select(also => (Key: also, Snippet: snippet))
                    .Where(row => row.Key.StartsWith(number, StringComparison.Ordinal))))
                .OrderBy(row => row.Key, StringComparer.Ordinal)
                .ToArray();
            if (rows.Length == 0) continue;
            page.Append($"## {(number == "topic" ? "" : $"{number} ")}{title.In(language)}\n\n");
            page.Append(Say("| section | page | program |\n", "| 章节 | 页面 | 文件 |\n") + "|---|---|---|\n");
            foreach (var (key, snippet) in rows)
                page.Append($"| {(number == "topic" ? "" : Snippet.SectionOf(key))} | [{snippet.Title.In(language)}]({snippet.Name}.md) | "
                    + $"[{snippet.Name}.cs](../../examples/articles/{snippet.Name}.cs) |\n");
            page.Append('\n');
        }
        page.Append(Say(
            "The snippets' errors, by version of TensorFlow: [a table](topic-tensorflow-versions.md).\n",
            "各版本 TensorFlow 对这些代码的报错：[一览表](topic-tensorflow-versions.md)。\n"));
        return page.ToString();
    }
}
