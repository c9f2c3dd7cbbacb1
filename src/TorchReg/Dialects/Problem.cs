namespace TorchReg.Dialects;

/// <summary>The data loss that a λ stands beside.</summary>
public enum LossForm
{
    /// <summary>SSE/(2n), summed over outputs: TorchReg's squared error, glmnet's, scikit-learn's Lasso.</summary>
    HalfSquaredError,

    /// <summary>SSE/n for one output, without the ½: <c>MeanSquaredError</c> in Keras, <c>MSELoss</c> in torch.</summary>
    MeanSquaredError,

    /// <summary>The mean cross-entropy from a logit for each class.</summary>
    CrossEntropy,

    /// <summary>The mean cross-entropy of two classes from one logit.</summary>
    BinaryCrossEntropy,

    /// <summary>The mean of max(0, 1 − s·z)², s = ±1 for two classes: liblinear's L2-loss SVC.</summary>
    SquaredHinge,

    /// <summary>The mean of exp(z) − y·z: counts.</summary>
    Poisson,
}

/// <summary>What a conversion must know of the problem besides λ.</summary>
/// <param name="Loss">TorchReg's own loss, beside which its weights stand.</param>
/// <param name="Rows">n, 1 or more: some systems sum over rows where others average.</param>
/// <param name="TargetSpread">
/// The standard deviation of y with 1/n, above 0: glmnet's gaussian family scales by it. Default 1.
/// </param>
/// <param name="BatchSize">Rows per batch: scikit-learn's MLP divides by it. Default 200, its own.</param>
public sealed record Problem(LossForm Loss, long Rows, double TargetSpread = 1, int BatchSize = 200)
{
    /// <summary>n.</summary>
    public long Rows { get; } =
        Rows >= 1 ? Rows : throw new ArgumentOutOfRangeException(nameof(Rows), $"Rows must be 1 or more; given {Rows}.");

    /// <summary>The standard deviation of y with 1/n.</summary>
    public double TargetSpread { get; } = Require.Positive(TargetSpread);

    /// <summary>Rows per batch.</summary>
    public int BatchSize { get; } = Require.AtLeast(1, BatchSize);

    /// <summary>A regression, in whichever form.</summary>
    public bool IsRegression => Loss is LossForm.HalfSquaredError or LossForm.MeanSquaredError;

    /// <summary>
    /// The loss that dialects of the same kind are named by: of squared error the half, of cross-entropy that of classes.
    /// </summary>
    internal LossForm Kind => Loss switch
    {
        LossForm.MeanSquaredError => LossForm.HalfSquaredError,
        LossForm.BinaryCrossEntropy => LossForm.CrossEntropy,
        _ => Loss,
    };

    // MeanSquaredError is twice the half form, so weights beside it are worth half of what they are there.
    internal PenaltyWeights ToHalfForm(PenaltyWeights weights) =>
        Loss == LossForm.MeanSquaredError ? weights.Times(0.5) : weights;
    internal PenaltyWeights FromHalfForm(PenaltyWeights weights) =>
        Loss == LossForm.MeanSquaredError ? weights.Times(2) : weights;

    // Of two logits ±b/2 with the difference b the l1 is |b|'s and the l2 half of b²'s.
    internal double L2PerL2There(Logits there) =>
        Loss == LossForm.CrossEntropy && there == Logits.One ? 2
        : Loss == LossForm.BinaryCrossEntropy && there == Logits.PerClass ? 0.5
        : 1;
}
