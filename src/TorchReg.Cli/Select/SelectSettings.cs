using TorchReg.Cli.Host;

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

    /// <summary>The same with the loss that the rows ask for, where none is named.</summary>
    internal SelectSettings For(SelectData data)
    {
        var problem = Problem.For(data.Rows, Data.Csv.Event.Length > 0);
        var wrong = problem.IsOfClasses() ? null
            : Folds.Measure == Selection.Measure.ClassError ? "folds.measure is classError"
            : Folds.Kind == FoldKind.Stratified ? "folds.kind is stratified" : null;
        if (wrong is not null)
            throw new UserError(
                $"{wrong}, but the target of {Data.Source} holds numbers; leave it out, or set data.csv.targetKind to class");
        return this with { Problem = problem };
    }
}
