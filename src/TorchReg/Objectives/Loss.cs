using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>A data loss: the mean over a batch's rows, a scalar tensor that autograd can differentiate.</summary>
/// <param name="prediction">What the model returned, one row per sample.</param>
/// <param name="target">The targets, one row (or class index) per sample.</param>
public delegate Tensor Loss(Tensor prediction, Tensor target);

/// <summary>The data losses by name.</summary>
public static class Losses
{
    /// <summary>Cross-entropy from logits, −(1/n) Σ log softmax(z)ᵢ,yᵢ. Logits n × classes; targets n class indices, int64.</summary>
    public static Loss CrossEntropy { get; } = (logits, target) => nn.functional.cross_entropy(logits, target);
}
