namespace TorchReg.Tests.Examples.Snippets;

/// <summary>A test on the articles' texts, which lie beside the checkout where somebody put them.</summary>
public sealed class ArticlesFactAttribute : FactAttribute
{
    public ArticlesFactAttribute()
    {
        if (Folder is null) Skip = "The articles' texts are not beside the checkout.";
    }

    public static string? Folder { get; } =
        Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "articles")) is var folder && Directory.Exists(folder)
            ? folder
            : null;
}
