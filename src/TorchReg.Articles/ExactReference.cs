using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Solvers;

namespace TorchReg.Articles;

/// <summary>The optimum of a linear model's convex objective, beside which iterative fits are held.</summary>
/// <param name="Fit">The solver's coefficients with their certificate.</param>
/// <param name="Factor">The objective over the solver's: 2 for mean squared error, which the solvers know as half of it.</param>
public sealed record ExactReference(LinearFit Fit, double Factor = 1)
{
    /// <summary>Solves min loss + l1·Σ|w| + (l2/2)·Σw², the bias free.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="loss">One that the solvers take, or <see cref="Losses.MeanSquaredError"/> of one output.</param>
    /// <param name="l1">λ of L1, 0 or more.</param>
    /// <param name="l2">λ of L2, 0 or more; one of the two above 0.</param>
    public static ExactReference Of(Dataset data, Loss loss, double l1, double l2 = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        var factor = loss == Losses.MeanSquaredError ? 2 : 1;
        var problem = new LinearProblem(data.To(TorchSharp.torch.CPU), factor == 2 ? Losses.HalfSquaredError : loss)
        {
            L1Ratio = l1 / (l1 + l2),
        };
        return new(problem.Fit((l1 + l2) / factor, new() { DistanceTolerance = 1e-7 }), factor);
    }

    /// <summary>The least objective.</summary>
    public double Objective => Factor * Fit.Certificate.Objective;

    /// <summary>Weights that are 0 there.</summary>
    public long Zeros => Fit.Weight.numel() - Fit.NonZeros;

    /// <summary>How far above the optimum an objective is; "0" where it is nearer than single precision tells.</summary>
    public string Above(double objective)
    {
        var above = objective - Objective;
        return Math.Abs(above) < 2e-6 * Math.Max(1, Math.Abs(Objective)) ? "0" : above.ToString("0.0E+0");
    }

    /// <summary>"objective | above the optimum | zeros | zeros there": a fit beside the optimum.</summary>
    public string Beside(Outcome fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return $"{fit.Training.Total:F5} | {Above(fit.Training.Total)} | {fit.Zeros} | {Zeros}";
    }

    /// <summary>The certificate in the reader's language: a bound on how far it is from the optimum, or its distance.</summary>
    public string Certificate(Page page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var certificate = Fit.Certificate;
        return certificate.Gap * Factor is { } gap
            ? page.Text(
                $"objective {Objective:G8}, at most {gap:0.0E+0} above the optimum",
                $"目标值 {Objective:G8}，至多比最优高 {gap:0.0E+0}")
            : page.Text(
                $"objective {Objective:G8}, distance to optimality {Factor * certificate.Distance:0.0E+0}",
                $"目标值 {Objective:G8}，离最优条件 {Factor * certificate.Distance:0.0E+0}");
    }

    /// <summary>The titles of <see cref="Beside"/>.</summary>
    public static string Columns(Page page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return page.Text("objective | above the optimum | zeros | zeros at the optimum", "目标值 | 高于最优 | 零 | 最优解的零");
    }
}
