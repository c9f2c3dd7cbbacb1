namespace TorchReg.Training;

/// <summary>A number by which training is judged, and which way it gets better.</summary>
public sealed record Metric
{
    Metric(string name, bool higherIsBetter) => (Name, HigherIsBetter) = (name, higherIsBetter);

    /// <summary>The data loss, without penalties; lower is better.</summary>
    public static Metric Loss { get; } = new("loss", false);

    /// <summary>The share of rows (of images: of pixels) classified right, from 0 to 1.</summary>
    public static Metric Accuracy { get; } = new("accuracy", true);

    /// <summary>R² of each output that varies, then their mean; 1 at best, NaN where no output varies.</summary>
    public static Metric RSquared { get; } = new("R²", true);

    /// <summary>
    /// D², the share of the deviance that is explained: of counts and amounts, and of classes that of the log loss; 1 at best,
    /// NaN where the targets do not vary.
    /// </summary>
    public static Metric ExplainedDeviance { get; } = new("D²", true);

    /// <summary>Harrell's C: the share of pairs whose risks are in the order of their events; 0.5 is chance.</summary>
    public static Metric Concordance { get; } = new("concordance", true);

    /// <summary>√ of the mean squared difference of prediction and target, in the target's unit.</summary>
    public static Metric RootMeanSquaredError { get; } = new("RMSE", false);

    /// <summary>The mean magnitude of the difference of prediction and target, in the target's unit.</summary>
    public static Metric MeanAbsoluteError { get; } = new("MAE", false);

    /// <summary>The mean of −log p of each row's class, in nats.</summary>
    public static Metric LogLoss { get; } = new("log loss", false);

    /// <summary>The area under the ROC curve, of more than two classes their mean; 0.5 is chance.</summary>
    public static Metric AreaUnderCurve { get; } = new("AUC", true);

    /// <summary>F1 of the second of two classes; of more the mean over classes.</summary>
    public static Metric F1 { get; } = new("F1", true);

    /// <summary>How far probabilities are from shares of rows that are right, from 0 to 1.</summary>
    public static Metric CalibrationError { get; } = new("calibration error", false);

    /// <summary>Penalized weights that are exactly 0.</summary>
    public static Metric ExactZeros { get; } = new("exact zeros", true);

    /// <summary>Groups of group penalties whose weights are all exactly 0.</summary>
    public static Metric ZeroGroups { get; } = new("zero groups", true);

    /// <summary>How well targets are met: accuracy, R², D², concordance; a ledger has one of them or none.</summary>
    internal static IReadOnlyList<Metric> OfTargets { get; } = [Accuracy, RSquared, ExplainedDeviance, Concordance];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Loss, .. OfTargets, RootMeanSquaredError, MeanAbsoluteError, LogLoss, AreaUnderCurve, F1, CalibrationError, ExactZeros,
        ZeroGroups,
    ];

    /// <summary>As it stands in tables and files: "accuracy".</summary>
    public string Name { get; }

    /// <summary>True for accuracy and R², false for a loss.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>The metric of that name; null where there is none.</summary>
    public static Metric? Find(string name) => All.FirstOrDefault(metric => metric.Name == name);

    /// <summary>What every number is better than: ∞ for a loss, −∞ for accuracy.</summary>
    internal double Worst => HigherIsBetter ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>Whether a number is better than another by more than a margin.</summary>
    internal bool IsBetter(double value, double than, double margin) =>
        HigherIsBetter ? value > than + margin : value < than - margin;

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
