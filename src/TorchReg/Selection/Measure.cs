using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>What held-out rows are judged by, as glmnet defines it; smaller is better.</summary>
public enum Measure
{
    /// <summary>Squared error for numbers; −2 log p(y) for classes, p kept between 10⁻⁵ and 1 − 10⁻⁵.</summary>
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
    const double LeastProbability = 1e-5;

    internal static void Check(Measure measure, LinearLoss loss)
    {
        if (measure == Measure.ClassError && loss == LinearLoss.SquaredError)
            throw new ArgumentException("Measure.ClassError is for classes; a regression has Deviance (= SquaredError) and AbsoluteError.", nameof(measure));
    }

    /// <summary>The measure of each row, … × n, from the means E[y|z], … × outputs × n.</summary>
    internal static Tensor Rows(Measure measure, LinearLoss loss, Tensor means, Tensor y)
    {
        // A binary problem has two classes of which one probability is written.
        var both = loss == LinearLoss.Logistic ? 2 : 1;
        return measure switch
        {
            Measure.Deviance when loss != LinearLoss.SquaredError => Deviance(loss, means, y),
            Measure.ClassError => Errors(loss, means, y),
            Measure.AbsoluteError => (y - means).abs().sum([-2L]) * Scalars.Of(both),
            _ => (y - means).Squared().sum([-2L]) * Scalars.Of(both),
        };
    }

    static Tensor Deviance(LinearLoss loss, Tensor means, Tensor y)
    {
        var p = means.clamp(Scalars.Of(LeastProbability), Scalars.Of(1 - LeastProbability));
        if (loss == LinearLoss.Softmax) return (p.log() * y).sum([-2L]) * Scalars.Of(-2);
        var saturated = y.xlogy(y).add(y.neg().add(Scalars.Of(1), Scalars.One).xlogy(y.neg().add(Scalars.Of(1), Scalars.One)), Scalars.One);
        return (saturated - y * p.log() - y.neg().add(Scalars.Of(1), Scalars.One) * p.neg().add(Scalars.Of(1), Scalars.One).log()).sum([-2L]) * Scalars.Of(2);
    }

    static Tensor Errors(LinearLoss loss, Tensor means, Tensor y) => loss == LinearLoss.Logistic
        ? where(means.gt(Scalars.Of(0.5)), y.neg().add(Scalars.Of(1), Scalars.One), y).sum([-2L])
        : means.argmax(-2).ne(y.argmax(-2)).to(y.dtype);
}
