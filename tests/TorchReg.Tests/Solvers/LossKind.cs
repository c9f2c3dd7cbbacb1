namespace TorchReg.Tests.Solvers;

/// <summary>Losses of linear models as constants of a theory.</summary>
public enum LossKind
{
    SquaredError,
    Logistic,
    Softmax,
}

static class LossKinds
{
    internal static Loss Loss(this LossKind kind) => kind switch
    {
        LossKind.SquaredError => Losses.HalfSquaredError,
        LossKind.Logistic => Losses.BinaryCrossEntropy,
        _ => Losses.CrossEntropy,
    };
}
