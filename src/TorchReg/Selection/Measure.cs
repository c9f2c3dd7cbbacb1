using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>What held-out rows are judged by, as glmnet defines it; smaller is better.</summary>
public enum Measure
{
    /// <summary>
    /// The loss's own: squared error for numbers; −2 log p(y) for classes, p kept between 10⁻⁵ and 1 − 10⁻⁵; 2(y log(y/μ) − y +
    /// μ) for counts; 2(y/μ − log(y/μ) − 1) for positive numbers (Gamma); for
    /// Cox the deviance of all of a fold's rows less that of the rows it learned from, for each event; twice
    /// Huber's loss, and the squared hinge.
    /// </summary>
    Deviance,

    /// <summary>1 where the most probable class is wrong, else 0. Classes only.</summary>
    ClassError,

    /// <summary>Σ over outputs of (y − prediction)²; for classes Σ over classes of (y − p)².</summary>
    SquaredError,

    /// <summary>Σ over outputs of |y − prediction|; for classes Σ over classes of |y − p|.</summary>
    AbsoluteError,
}

static class Measures
{
    internal static void Check(Measure measure, Loss loss)
    {
        if (measure == Measure.ClassError && loss.Target is not (TargetKind.Classes or TargetKind.Binary))
            throw new ArgumentException(
                "Measure.ClassError is for classes; a regression has Deviance (= SquaredError) and " +
                "AbsoluteError.", nameof(measure));
        if (measure is Measure.SquaredError or Measure.AbsoluteError && loss.Datafit is { PredictsTargets: false })
            throw new ArgumentException(
                $"{loss.Name} predicts scores, which are no differences from a target: use Measure.Deviance" +
                $"{(loss.Target == TargetKind.Classes ? " or ClassError" : "")}.", nameof(measure));
    }

    /// <summary>The measure of each row, … × n, from the means E[y|z], … × outputs × n.</summary>
    internal static Tensor Rows(Measure measure, Datafit datafit, Tensor means, Tensor y) => measure switch
    {
        Measure.Deviance => datafit.Deviance(means, y),
        Measure.ClassError => datafit.Errors(means, y)!,
        Measure.AbsoluteError => (y - means).abs().sum([-2L]) * Scalars.Of(datafit.Unit * datafit.ClassesPerOutput),
        Measure.SquaredError =>
            (y - means).Squared().sum([-2L]) * Scalars.Of(datafit.Unit * datafit.Unit * datafit.ClassesPerOutput),
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };
}
