using TorchReg.Cli.Runs;
using TorchReg.Objectives;

namespace TorchReg.Cli.Select;

/// <summary>The losses of linear models by the names that statisticians call them.</summary>
enum SelectLoss
{
    SquaredError,
    Logistic,
    Softmax,
    Huber,
    SquaredHinge,
    Poisson,
    Gamma,
    Cox,
}

static class SelectLosses
{
    internal static Loss Loss(this ProblemSettings problem)
    {
        var (kind, delta) = (problem.Record().Kind, problem.Record().Delta);
        return NamedLosses.Find(kind)!.Create(new() { Delta = delta });
    }

    /// <summary>The loss by its name in the library's list.</summary>
    internal static LossRecord Record(this ProblemSettings problem) => problem.Loss switch
    {
        SelectLoss.SquaredError => new("halfSquaredError"),
        SelectLoss.Logistic => new("binaryCrossEntropy"),
        SelectLoss.Softmax => new("crossEntropy"),
        SelectLoss.Huber => new("huber", problem.HuberDelta),
        SelectLoss.SquaredHinge => new("squaredHinge"),
        SelectLoss.Poisson => new("poisson"),
        SelectLoss.Gamma => new("gamma"),
        SelectLoss.Cox => new("cox"),
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem.Loss, "This loss has no entry here."),
    };

    /// <summary>The penalty: "L1", "elastic net, ρ 0.5".</summary>
    internal static string InWords(this ProblemSettings problem, double l1Ratio) =>
        (problem, l1Ratio) switch
        {
            ({ ColumnGroups.Length: > 0, WithinGroups: > 0 }, _) => "sparse group lasso",
            ({ ColumnGroups.Length: > 0 }, _) => "group lasso",
            (_, 1) => "L1",
            (_, 0) => "L2",
            _ => FormattableString.Invariant($"elastic net, ρ {l1Ratio}"),
        } + (problem.GroupFeatures ? ", all outputs together" : "") + (problem.NonNegative ? ", no negative weights" : "");

    internal static bool IsOfClasses(this SelectLoss loss) =>
        loss is SelectLoss.Logistic or SelectLoss.Softmax or SelectLoss.SquaredHinge;
}
