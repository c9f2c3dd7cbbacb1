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
    internal static Loss Loss(this ProblemSettings problem) => problem.Loss switch
    {
        SelectLoss.SquaredError => Losses.HalfSquaredError,
        SelectLoss.Logistic => Losses.BinaryCrossEntropy,
        SelectLoss.Softmax => Losses.CrossEntropy,
        SelectLoss.Huber => Losses.Huber(problem.HuberDelta),
        SelectLoss.SquaredHinge => Losses.SquaredHinge,
        SelectLoss.Poisson => Losses.Poisson,
        SelectLoss.Gamma => Losses.Gamma,
        SelectLoss.Cox => Losses.Cox,
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem.Loss, "This loss has no entry here."),
    };

    internal static bool IsOfClasses(this SelectLoss loss) =>
        loss is SelectLoss.Logistic or SelectLoss.Softmax or SelectLoss.SquaredHinge;
}
