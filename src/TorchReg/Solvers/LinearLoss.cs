namespace TorchReg.Solvers;

/// <summary>The data losses of linear models whose solvers certify what they return; each is a mean over rows.</summary>
public enum LinearLoss
{
    /// <summary>SSE/(2n), summed over outputs. Targets n numbers or n × outputs.</summary>
    SquaredError,

    /// <summary>log(1 + eᶻ) − y·z with one output z. Targets n classes 0 and 1 (int64), or n numbers from 0 to 1.</summary>
    Logistic,

    /// <summary>The cross-entropy of softmax(z), one output per class. Targets n class indices (int64).</summary>
    Softmax,
}
