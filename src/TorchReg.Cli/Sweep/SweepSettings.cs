using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Sweep;

/// <summary>How points are chosen.</summary>
enum StrategyKind
{
    /// <summary>Every combination of the varied values.</summary>
    Grid,

    /// <summary>Points drawn at random (Bergstra, Bengio, JMLR 13, 2012).</summary>
    Random,

    /// <summary>Few epochs for many, more for the better ones (Jamieson, Talwalkar, AISTATS 2016).</summary>
    Halving,
}

/// <summary>The number that points are ranked by.</summary>
enum JudgedNumber
{
    /// <summary>The data loss, without penalties.</summary>
    Loss,

    Accuracy,
    R2,
    Rmse,
    Mae,
    D2,
    LogLoss,
    Auc,
    F1,
    Concordance,
}

/// <summary>The rows that points are ranked on.</summary>
enum JudgedRows
{
    Validation,
    Test,
    Training,
}

/// <summary>Which points are run.</summary>
sealed record StrategySettings
{
    /// <summary>grid, random or halving. Default grid.</summary>
    public StrategyKind Kind { get; init; }

    /// <summary>random and halving: points to draw; halving with 0 begins with the grid. Default 0.</summary>
    [Range(0, SweepChecks.MostRuns)]
    public int Count { get; init; }

    /// <summary>Seed of the drawing. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    /// <summary>
    /// halving: a rung has this many times the epochs of the one before, and its points are the best 1/factor. Default 3.
    /// </summary>
    [Range(2, 100)]
    public int Factor { get; init; } = 3;

    /// <summary>halving: epochs of the first rung; the last has the base's. Default 1.</summary>
    [Range(1, 1_000_000)]
    public int LeastEpochs { get; init; } = 1;
}

/// <summary>What makes a point better than another.</summary>
sealed record JudgeSettings
{
    /// <summary>
    /// loss, accuracy, r2, rmse, mae, d2, logLoss, auc, f1 or concordance, as the loss's targets have it. Default loss.
    /// </summary>
    public JudgedNumber Metric { get; init; }

    /// <summary>validation (a fold, or the validation rows), test or training. Default validation.</summary>
    public JudgedRows Rows { get; init; }
}

/// <summary>A sweep, beside its base configuration and what is varied.</summary>
sealed record SweepSettings
{
    /// <summary>Which points are run.</summary>
    public StrategySettings Strategy { get; init; } = new();

    /// <summary>Each point is run with this many seeds, the base's and those after it. Default 1.</summary>
    [Range(1, 100_000)]
    public int Seeds { get; init; } = 1;

    /// <summary>Each point is run on each of this many folds of the training rows; 0 = as the base says. Default 0.</summary>
    [Range(0, 1_000)]
    public int Folds { get; init; }

    /// <summary>What makes a point better than another.</summary>
    public JudgeSettings Judge { get; init; } = new();

    /// <summary>
    /// Softmax and linear models of one shape that share rows, batches and seed are trained together, so many at most; 1 = each
    /// alone. Default 32.
    /// </summary>
    [Range(1, 10_000)]
    public int Together { get; init; } = 32;

    /// <summary>Processes that train at once; 0 = as many as there are cores for. Default 0.</summary>
    [Range(0, 10_000)]
    public int Workers { get; init; }
}
