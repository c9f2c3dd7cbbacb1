using TorchReg.Solvers;

namespace TorchReg.Cli.Runs;

/// <summary>What came out of a choice of λ: no clock, so that equal choices give equal files.</summary>
sealed record ChoiceMetrics
{
    /// <summary>lambda.min, lambda.1se, relaxed.min or relaxed.1se: the model of that name in model.safetensors.</summary>
    public required string Choice { get; init; }
    public required double Lambda { get; init; }
    public required LossRecord Loss { get; init; }

    /// <summary>"L1", "elastic net with ρ 0.5", and so on.</summary>
    public required string Penalty { get; init; }

    /// <summary>The chosen model on the rows that it learned from.</summary>
    public required LedgerRecord Training { get; init; }

    /// <summary>Each row by the fit that had not learned from it.</summary>
    public required LedgerRecord HeldOut { get; init; }

    public required long HeldOutRows { get; init; }

    /// <summary>Fits of folds, over all repeats.</summary>
    public required int FoldFits { get; init; }

    public required long ExactZeros { get; init; }
    public required long Weights { get; init; }

    /// <summary>The distance of −∇loss to the penalty's subdifferential; 0 at the optimum.</summary>
    public required double Distance { get; init; }

    /// <summary>How far the objective is above the optimum at most; null where no bound is known.</summary>
    public double? Gap { get; init; }

    /// <summary>Columns that have a weight at some λ of the path, in their order.</summary>
    public required IReadOnlyList<ColumnRecord> Columns { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>"at most 1E-09 above the optimum".</summary>
    internal string Certified => Choice.StartsWith("relaxed", StringComparison.Ordinal)
        ? "refitted without a penalty on the columns that were chosen"
        : $"{new FitCertificate(0, 0, Distance, Gap)}".Split(", ")[^1];
}

/// <summary>A loss by its name in the library's list.</summary>
sealed record LossRecord(string Kind, double Delta = 1);

/// <summary>A column on the path.</summary>
/// <param name="Column">Its number among the model's inputs.</param>
/// <param name="Name">Its name.</param>
/// <param name="EntersAt">The largest λ at which it has a weight.</param>
/// <param name="Frequency">The share of the folds' fits at the chosen λ in which it has one.</param>
sealed record ColumnRecord(int Column, string Name, double EntersAt, double Frequency);
