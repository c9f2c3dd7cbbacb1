using System.ComponentModel.DataAnnotations;
using TorchReg.Selection;

namespace TorchReg.Cli.Select;

/// <summary>The folds.</summary>
sealed record FoldSettings
{
    /// <summary>
    /// auto (grouped where data.groups names a column, else stratified for classes, random for numbers), random, stratified,
    /// grouped or timeOrdered. Default auto.
    /// </summary>
    public FoldKind Kind { get; init; }

    /// <summary>Folds. Default 10.</summary>
    [Range(2, 10_000)]
    public int Count { get; init; } = 10;

    /// <summary>Seed of the folds. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    /// <summary>
    /// How often all is done, with folds of the next seeds; the curve is the mean. Not for timeOrdered folds. Default 1.
    /// </summary>
    [Range(1, 1_000)]
    public int Repeats { get; init; } = 1;

    /// <summary>Whether nested cross-validation tells what the choice at λ.min is worth on new rows. Default false.</summary>
    public bool Nested { get; init; }

    /// <summary>
    /// Whether stability selection tells the columns that 100 halves of the rows choose again and again. Default false.
    /// </summary>
    public bool Stability { get; init; }

    /// <summary>deviance, classError, squaredError or absoluteError. Default deviance.</summary>
    public Measure Measure { get; init; }

    /// <summary>shared (the full data's λ) or own (each fold its own grid, as cv.glmnet). Default shared.</summary>
    public FoldLambdas Lambdas { get; init; }

    /// <summary>Cores; 0 = all. Default 0.</summary>
    [Range(0, 4096)]
    public int Threads { get; init; }
}


/// <summary>How rows are dealt onto folds.</summary>
enum FoldKind
{
    Auto,
    Random,
    Stratified,
    Grouped,
    TimeOrdered,
}
