namespace TorchReg.Articles;

/// <summary>Which part of an article's program runs.</summary>
enum Variant
{
    /// <summary>Both.</summary>
    Both,

    /// <summary>What the article's code really does.</summary>
    Written,

    /// <summary>What it should be.</summary>
    Fixed,
}
