using static TorchSharp.torch;

namespace TorchReg.Objectives;

// Losses of classes that do not all count the same.
public static partial class Losses
{
    /// <summary>
    /// Cross-entropy with label smoothing ε and a weight w per class, torch's: with targets ỹ = (1 − ε)·y + ε/classes
    /// Σᵢ Σₖ w_k ỹ_ik (−log softmax(zᵢ)_k) / Σᵢ w_yᵢ. Logits n × classes, or n × classes × any shape with a class for each of
    /// its places: i then goes over all places of all rows.
    /// </summary>
    /// <param name="labelSmoothing">ε, from 0 to 1.</param>
    /// <param name="classWeights">
    /// One number per class, 0 or more, not all 0 (<see cref="ClassWeights.Balanced"/> makes them of labels). Equal where null.
    /// One-hot rows come to what their indices do: the divisor is Σᵢ Σₖ w_k y_ik, where torch divides by n.
    /// </param>
    /// <param name="ignoreIndex">
    /// The label of rows or pixels that do not count at all, torch's ignore_index: 255, say, for the borders of a
    /// segmentation; targets are then class indices. Default null: every label must be a class.
    /// </param>
    public static Loss CrossEntropyWith(
        double labelSmoothing = 0, Tensor? classWeights = null, long? ignoreIndex = null) =>
        WeightedCrossEntropy.Of(labelSmoothing, classWeights, ignoreIndex);

    /// <summary>
    /// The focal loss of classes, Σᵢ w_yᵢ (1 − pᵢ)^γ (−log pᵢ) / Σᵢ w_yᵢ with pᵢ = softmax(zᵢ)[yᵢ]: rows that are right already
    /// count little. Logits n × classes, or n × classes × any shape with a class for each of its places; targets class indices
    /// (int64).
    /// </summary>
    /// <param name="gamma">γ, 0 (cross-entropy) or more. Default 2, the paper's.</param>
    /// <param name="classWeights">w, the paper's α: one number per class, 0 or more, not all 0. Equal where null.</param>
    /// <param name="ignoreIndex">The label of rows or pixels that do not count. Default null: every label is a class.</param>
    /// <remarks>
    /// T.-Y. Lin et al., Focal loss for dense object detection, ICCV 2017, p. 2983, equations 4 and 5, here for any number of
    /// classes. It is not convex in z for γ above 0, so that linear problems do not take it.
    /// </remarks>
    /// <exception cref="ArgumentException">γ or the weights are out of range.</exception>
    public static Loss Focal(double gamma = 2, Tensor? classWeights = null, long? ignoreIndex = null) =>
        FocalLoss.OfClasses(gamma, classWeights, ignoreIndex);

    /// <summary>
    /// The focal loss of two classes, the mean over elements of −α_t (1 − p_t)^γ log p_t with p_t = σ(z) and α_t = α where
    /// y = 1, p_t = 1 − σ(z) and α_t = 1 − α where y = 0. Targets 0 and 1 of the logits' shape.
    /// </summary>
    /// <param name="gamma">γ, 0 or more. Default 2, the paper's.</param>
    /// <param name="alpha">α, between 0 and 1; ½ weighs both alike. Default ¼, the paper's beside γ = 2.</param>
    /// <remarks>
    /// T.-Y. Lin et al., Focal loss for dense object detection, ICCV 2017, p. 2983, equation 5; torchvision's
    /// sigmoid_focal_loss with the reduction "mean".
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">γ or α is out of range.</exception>
    public static Loss BinaryFocal(double gamma = 2, double alpha = 0.25) => FocalLoss.OfTwo(gamma, alpha);

    /// <summary>
    /// Binary cross-entropy whose ones count w times, torch's pos_weight: the mean over elements of
    /// −w·y·log σ(z) − (1 − y)·log(1 − σ(z)), for y from 0 to 1 of the logits' shape.
    /// </summary>
    /// <param name="positiveWeight">
    /// w, above 0: zeros per one make both sides count alike. One number, or one per output (of images: per channel).
    /// </param>
    /// <remarks>The divisor stays the number of elements, as torch's. Probabilities are then those of rows of which ones are
    /// w times as many.</remarks>
    /// <exception cref="ArgumentException">The weights are out of range.</exception>
    public static Loss BinaryCrossEntropyWith(Tensor positiveWeight) => PositiveWeight.Of(positiveWeight);

    /// <summary>The same with one w for all outputs.</summary>
    /// <param name="positiveWeight">w, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public static Loss BinaryCrossEntropyWith(double positiveWeight)
    {
        using var one = tensor(new[] { Require.Positive(positiveWeight) });
        return PositiveWeight.Of(one);
    }
}
