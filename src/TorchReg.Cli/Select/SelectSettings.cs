using System.ComponentModel.DataAnnotations;
using TorchReg.Selection;
using TorchReg.Solvers;

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

/// <summary>The rows.</summary>
sealed record SelectDataSettings
{
    /// <summary>
    /// "drawn" for digits drawn in memory, the path of a CSV file, of sparse rows (.libsvm, .svm, .coo, .mtx; .gz too), of a file
    /// of rows (.rows), or of a folder with MNIST-format files. Default "drawn".
    /// </summary>
    [RegularExpression(@"(?s).*\S.*", ErrorMessage = "'drawn', the path of a file (CSV, .libsvm, .svm, .coo, .mtx or .rows), " +
        "or of a folder with MNIST-format files")]
    public string Source { get; init; } = "drawn";

    /// <summary>Rows from the front; 0 = all that there are, or 2000 drawn ones. Default 1000.</summary>
    [Range(0, 10_000_000)]
    public int Rows { get; init; } = 1_000;

    /// <summary>Seed of the drawing. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    /// <summary>CSV: how the bytes are characters, utf8, latin1, windows1252 or utf16. Default utf8.</summary>
    public Data.TextEncoding Encoding { get; init; }

    /// <summary>CSV: the column to predict by its name; empty = the last. Default empty.</summary>
    public string Target { get; init; } = "";

    /// <summary>
    /// CSV, cox: the column with 1 where the target is the time of an event, 0 where the row is censored then; empty = none.
    /// Default empty.
    /// </summary>
    public string Event { get; init; } = "";

    /// <summary>CSV: the column of row weights by its name; empty = none. Default empty.</summary>
    public string Weights { get; init; } = "";

    /// <summary>
    /// CSV: the column whose equal values are never divided between folds, for grouped folds; empty = none. Default empty.
    /// </summary>
    public string Groups { get; init; } = "";

    /// <summary>How a file of sparse rows is read; the loss says whether targets are classes.</summary>
    public Pipeline.Options.SparseSettings Sparse { get; init; } = new();
}

/// <summary>The problem.</summary>
sealed record ProblemSettings
{
    /// <summary>squaredError, logistic, softmax, huber, squaredHinge, poisson, gamma or cox. Default softmax.</summary>
    public SelectLoss Loss { get; init; } = SelectLoss.Softmax;

    /// <summary>huber: the residual beyond which the loss grows in a line. Default 1.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double HuberDelta { get; init; } = 1;

    /// <summary>ρ: 1 lasso, 0 ridge. Default 1.</summary>
    [Range(0.0, 1.0)]
    public double L1Ratio { get; init; } = 1;

    /// <summary>Several ρ, "0.5, 0.9, 1", of which the folds choose one too; empty = l1Ratio alone. Default empty.</summary>
    [RegularExpression(
        @"(\s*[-+.\deE]+(\s*,\s*[-+.\deE]+)*)?\s*",
        ErrorMessage = "numbers from 0 to 1 with commas between them, as \"0.5, 0.9, 1\", or empty")]
    public string L1Ratios { get; init; } = "";

    /// <summary>Whether a feature's weights to all outputs become 0 together. Default false.</summary>
    public bool GroupFeatures { get; init; }

    /// <summary>Whether the penalty acts per standard deviation. Default false.</summary>
    public bool Standardize { get; init; }

    /// <summary>Whether weights may not be negative. Default false.</summary>
    public bool NonNegative { get; init; }

    /// <summary>Whether there is a bias. Default true.</summary>
    public bool Intercept { get; init; } = true;
}

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

/// <summary>The folds.</summary>
sealed record FoldSettings
{
    /// <summary>
    /// auto (stratified for classes, random for numbers), random, stratified, grouped or timeOrdered. Default auto.
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

/// <summary>The criteria that need no folds.</summary>
enum SelectCriterion
{
    None,
    Aic,
    Aicc,
    Bic,
    Ebic,
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
