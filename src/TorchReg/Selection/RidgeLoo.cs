using TorchReg.Data;
using TorchReg.Kernels;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// Ridge's λ by leave-one-out cross-validation in closed form: the error of every row without itself is (y − ŷ)/(1 − h), for
/// all λ from one singular value decomposition, to the digits of n fits.
/// </summary>
/// <param name="Curve">The mean over rows of the squared error, summed over outputs, with its standard error over rows.</param>
/// <param name="OfOutputs">The curve of each output.</param>
/// <param name="Best">The fit of all outputs at the λ of least mean.</param>
/// <param name="BestOfOutputs">
/// Of each output the fit at its own least λ, weights 1 × p: with a λ for each target (scikit-learn's alpha_per_target).
/// <see cref="LinearModel.Of(LinearProblem, IReadOnlyList{LinearFit})"/> puts them together.
/// </param>
/// <param name="Notes">What to know about it: a choice at the grid's edge.</param>
/// <remarks>
/// With <see cref="LinearProblem.Standardize"/> columns are divided by their deviation over all rows, where cross-validation
/// divides by that of the rows it learns from. D. M. Allen, The relationship between variable selection and data augmentation
/// and a method for prediction, Technometrics 16 (1974), p. 125 (PRESS).
/// </remarks>
public sealed record RidgeLoo(
    CvCurve Curve, IReadOnlyList<CvCurve> OfOutputs, LinearFit Best, IReadOnlyList<LinearFit> BestOfOutputs,
    IReadOnlyList<string> Notes)
{
    /// <summary>Chooses λ.</summary>
    /// <param name="problem">Squared error with ρ = 0, without bounds.</param>
    /// <param name="options">The λ; default: 100 from λ_max of ρ = 0.001 and targets of deviation 1 down to 10⁻⁶ of it.</param>
    /// <exception cref="ArgumentException">The problem is no ridge regression.</exception>
    public static RidgeLoo Of(LinearProblem problem, PathOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        options = (options ?? new() { Ratio = 1e-6 }).Checked();
        RidgeGcv.Check(problem, "Leave-one-out in closed form");
        using var noGrad = no_grad();
        using var dense = new DenseProblem(problem);
        using var ridge = new RidgeSolver(dense, dense.Shares, dense.Penalty.ByColumns!, options.Solver.Checked());
        using var hat = new RidgeHat(dense);
        var grid = options.Grid(ridge.LambdaMax, dense);
        double[][][] errors = [.. grid.Select(hat.SquaredErrors)];
        var weights = HostMemory.Numbers(dense.Shares);
        var rows = Enumerable.Range(0, weights.Length).Where(row => weights[row] > 0)
            .Select(row => new RowFold([], [row])).ToArray();
        CvCurve CurveOf(Func<double[][], int, double> error) => CvCurve.Of(
            grid, rows, [.. weights.Select((_, row) => grid.Select((_, l) => error(errors[l], row)).ToArray())], weights);
        var curve = CurveOf((outputs, row) => outputs.Sum(output => output[row]));
        CvCurve[] each = [.. Enumerable.Range(0, dense.Outputs).Select(k => CurveOf((outputs, row) => outputs[k][row]))];
        var best = ridge.Fit(ridge.Solve(curve.LambdaMin));
        return new(curve, each, best, [.. each.Select((own, k) => Own(problem, k, own, options))], [.. NotesOn(curve)]);
    }

    static LinearFit Own(LinearProblem problem, int output, CvCurve curve, PathOptions options)
    {
        using var scope = NewDisposeScope();
        var data = problem.Data;
        var y = data.Targets.reshape(data.Rows, -1).narrow(1, output, 1);
        using var own = new Dataset(data.Features.detach(), y.clone(), data.Weights?.detach());
        var offsets = problem.Offsets?.reshape(data.Rows, -1).narrow(1, output, 1);
        return (problem with { Data = own, Offsets = offsets }).Fit(curve.LambdaMin, options.Solver);
    }

    static IEnumerable<string> NotesOn(CvCurve curve)
    {
        if (curve.Lambdas.Length > 1 && curve.MinIndex == 0)
            yield return "λ.min is the largest λ: a larger one may do better.";
        if (curve.Lambdas.Length > 1 && curve.MinIndex == curve.Lambdas.Length - 1 && curve.LambdaMin > 0)
            yield return "λ.min is the smallest λ: a smaller one may do better; give a smaller Ratio, or smaller λ.";
    }

    /// <summary>The curve in words and the notes.</summary>
    public override string ToString() => string.Join("; ", Notes.Prepend($"leave-one-out: {Curve}"));
}
