namespace TorchReg.Cli.Select;

/// <summary>A choice of λ: the rows, the problem, the path, the folds.</summary>
sealed record SelectSettings
{
    /// <summary>What is learned from.</summary>
    public SelectDataSettings Data { get; init; } = new();

    /// <summary>What is minimised.</summary>
    public ProblemSettings Problem { get; init; } = new();

    /// <summary>Which λ.</summary>
    public PathSettings Path { get; init; } = new();

    /// <summary>How λ is judged.</summary>
    public FoldSettings Folds { get; init; } = new();
}
