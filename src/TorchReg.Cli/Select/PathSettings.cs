using System.ComponentModel.DataAnnotations;
using TorchReg.Solvers;

namespace TorchReg.Cli.Select;

/// <summary>The path.</summary>
sealed record PathSettings
{
    /// <summary>λ of your own, "0.1, 0.05, 0.01"; empty = a geometric grid from λ_max. Default empty.</summary>
    [RegularExpression(
        @"(\s*[-+.\deE]+(\s*,\s*[-+.\deE]+)*)?\s*",
        ErrorMessage = "numbers with commas between them, as \"0.1, 0.05\", or empty")]
    public string Lambdas { get; init; } = "";

    /// <summary>λ of the grid. Default 100.</summary>
    [Range(2, 10_000)]
    public int Count { get; init; } = 100;

    /// <summary>Least λ over λ_max; 0 = 0.0001, or 0.01 where there are fewer rows than columns. Default 0.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Ratio { get; init; }

    /// <summary>
    /// Distance to optimality at which a fit of classes stops, as a share of the gradient at 0. Default 0.0001.
    /// </summary>
    [Range(1e-12, 0.1)]
    public double DistanceTolerance { get; init; } = 1e-4;

    /// <summary>
    /// Duality gap at which a fit stops, as a share of what the loss has fallen by; for squaredError of the loss at 0. 0 = 1e-9
    /// for squaredError and huber, 1e-6 for others. Default 0.
    /// </summary>
    [Range(0.0, 0.1)]
    public double GapTolerance { get; init; }

    /// <summary>
    /// Ends the path with the first fit in which more columns have a weight, as glmnet's dfmax; 0 = no end. Default 0.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int MostActive { get; init; }

    /// <summary>none, aic, aicc, bic or ebic: also tells the λ that this criterion chooses. Default none.</summary>
    public SelectCriterion Criterion { get; init; }

    /// <summary>auto, newton or fista. Default auto.</summary>
    public SolverMethod Method { get; init; }
}


/// <summary>The criteria that need no folds.</summary>
enum SelectCriterion
{
    None,
    Aic,
    Aicc,
    Bic,
    Ebic,
}
