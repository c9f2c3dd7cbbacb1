using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>The data losses by name. All are means over rows; see <see cref="Loss"/> for weights.</summary>
public static partial class Losses
{
    /// <summary>
    /// Cross-entropy from logits, −(1/n) Σ log softmax(zᵢ)[yᵢ]. Logits n × classes; targets n class indices (int64), or one-hot
    /// rows. Of images the mean over pixels: logits n × classes × height × width, targets n × height × width.
    /// </summary>
    public static Loss CrossEntropy { get; } = CrossEntropyWith();

    /// <summary>Squared error in the half form, SSE/(2n), summed over outputs: glmnet's, and scikit-learn's Lasso's.</summary>
    public static Loss HalfSquaredError { get; } =
        new("half squared error", (p, t) => LossShapes.Flat((p - t).Squared()).sum(1) / Scalars.Of(2), LossShapes.SameShape)
        { Datafit = new SquaredErrorDatafit(), TimesHalfSquaredError = _ => 1 };

    /// <summary>
    /// Squared error as Keras's and torch's mean: SSE/n for one output, the mean over all elements for several.
    /// </summary>
    public static Loss MeanSquaredError { get; } =
        new(
            "mean squared error",
            (p, t) => LossShapes.Flat((p - t).Squared()).mean([1L]),
            LossShapes.SameShape,
            (p, t) => nn.functional.mse_loss(p, t))
        { TimesHalfSquaredError = outputs => 2.0 / outputs };

    /// <summary>The mean of |prediction − target|.</summary>
    public static Loss MeanAbsoluteError { get; } =
        new("mean absolute error", (p, t) => LossShapes.Flat((p - t).abs()).mean([1L]), LossShapes.SameShape);

    /// <summary>
    /// Binary cross-entropy from logits, the mean of log(1 + eᶻ) − y·z, for y from 0 to 1 of the logits' shape.
    /// </summary>
    public static Loss BinaryCrossEntropy { get; } = new("binary cross-entropy",
        // torch's own: at z = 0 a formula with |z| and max(z, 0) has the gradient 1 − y, not ½ − y.
        (z, y) => LossShapes.Flat(nn.functional.binary_cross_entropy_with_logits(z, y, reduction: nn.Reduction.None)).mean([1L]),
        LossShapes.Probabilities)
    { Target = TargetKind.Binary, Expected = z => z.sigmoid(), Datafit = new LogisticDatafit() };

    /// <summary>
    /// The Poisson loss of counts from the logarithm of their mean, the mean of eᶻ − y·z (without log y!), for y of 0 or more and
    /// z's shape.
    /// </summary>
    /// <remarks>P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed. 1989, p. 197.</remarks>
    public static Loss Poisson { get; } = new("Poisson", (z, y) => LossShapes.Flat(z.exp() - y * z).mean([1L]), LossShapes.Counts)
    { Target = TargetKind.Counts, Expected = z => z.exp(), Datafit = new PoissonDatafit() };

    /// <summary>
    /// The Gamma loss of positive numbers from the logarithm of their mean, the mean of z + y·e⁻ᶻ (half the deviance but for
    /// log y + 1), for y above 0 and of z's shape: costs, durations and other amounts whose spread grows with their mean.
    /// </summary>
    /// <remarks>P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed. 1989, p. 34 and chapter 8.</remarks>
    public static Loss Gamma { get; } = new(
        "Gamma",
        (z, y) => LossShapes.Flat(y * z.neg().exp()).add(LossShapes.Flat(z), Scalars.One).mean([1L]),
        LossShapes.Positive)
    { Target = TargetKind.Amounts, Expected = z => z.exp(), Datafit = new GammaDatafit() };

    /// <summary>
    /// Cox's proportional hazards: from the logarithm z of each row's relative risk the negative logarithm of Breslow's partial
    /// likelihood, (1/n) Σ over events of log(Σⱼ exp zⱼ) − zᵢ, j over the rows at risk, whose time is not before the event's.
    /// With row weights c it is Σ cᵢ(log(Σⱼ cⱼ exp zⱼ/c̄) − zᵢ)/Σ cᵢ, c̄ the mean weight of the rows that have one: a row of
    /// weight 2 counts as two, one of weight 0 as none. Predictions n or n × 1;
    /// targets n × 2, the time (above 0) and 1 for an event, 0 where the row is censored.
    /// </summary>
    /// <remarks>
    /// It is no sum over rows: in training the loss of a batch is the batch's own partial likelihood, rows at risk being those of
    /// the batch, so that large batches, or all rows, are better. A bias changes nothing. N. Breslow, discussion of D. R. Cox,
    /// JRSS-B 34 (1972), p. 216; N. Simon et al., J. Stat. Software 39 (2011), p. 3, whose λ is glmnet's.
    /// </remarks>
    public static Loss Cox { get; } = new("Cox", (_, _) => throw new NotSupportedException(
        "Rows of a partial likelihood have no loss of their own."), LossShapes.OneAndSurvival)
    {
        Target = TargetKind.Survival,
        Expected = z => z.exp(),
        Datafit = new CoxDatafit(),
        Joint = PartialLikelihood.Negative,
        CheckAll = target =>
        {
            if (!target.select(1, 1).gt(Scalars.Of(0)).any().ReadBoolean()) throw LossShapes.NoEvents(nameof(target));
        },
    };

    /// <summary>
    /// The squared hinge loss, smooth where the hinge has a kink: max(0, 1 − s·z)² with s = 1 for a row's class and −1 else,
    /// summed over classes. Scores n × classes, each class against all others; targets n class indices (int64), or one-hot rows.
    /// One score a row (n, or n × 1) tells two classes apart; targets then 0 and 1 (n class indices, or of the scores' shape).
    /// </summary>
    /// <remarks>
    /// scikit-learn's and liblinear's LinearSVC, whose C is 1/(λn). R.-E. Fan et al., LIBLINEAR: a library for large linear
    /// classification, JMLR 9 (2008), p. 1871.
    /// </remarks>
    public static Loss SquaredHinge { get; } = new("squared hinge", HingeRows.Squared, LossShapes.Signs)
    { Target = TargetKind.Classes, Datafit = new SquaredHingeDatafit() };

    /// <summary>The multi-class hinge loss Σ_{k≠y} max(0, 1 − z_y + z_k), a row.</summary>
    /// <remarks>J. Weston, C. Watkins, Support vector machines for multi-class pattern recognition, ESANN 1999, p. 220.</remarks>
    public static Loss Hinge { get; } = new("hinge", HingeRows.Plain, LossShapes.ClassIndices) { Target = TargetKind.Classes };

    /// <summary>The Huber loss: r²/2 where |r| ≤ δ, δ(|r| − δ/2) beyond; the mean over elements.</summary>
    /// <param name="delta">δ, above 0.</param>
    /// <remarks>P. J. Huber, Robust estimation of a location parameter, Ann. Math. Stat. 35 (1964), p. 73.</remarks>
    public static Loss Huber(double delta = 1)
    {
        Require.Positive(delta);
        return new(FormattableString.Invariant($"Huber({delta})"), (p, t) =>
        {
            var r = (p - t).abs();
            var near = r.clamp_max(Scalars.Of(delta));
            return LossShapes.Flat(near * (r - near / Scalars.Of(2))).mean([1L]);
        }, LossShapes.SameShape)
        { Datafit = new HuberDatafit(delta) };
    }
}
