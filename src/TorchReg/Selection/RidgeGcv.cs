using TorchReg.Solvers;

namespace TorchReg.Selection;

/// <summary>
/// Ridge's λ by generalized cross-validation: V(λ) = (1/n)‖Y − Ŷ‖²/(1 − df(λ)/n)², for every λ from one singular value
/// decomposition; df(λ) = 1 + Σ s²/(s² + λ); n is the rows whose weight is above 0.
/// </summary>
/// <param name="Lambdas">λ, largest first.</param>
/// <param name="Values">V.</param>
/// <param name="DegreesOfFreedom">df.</param>
/// <param name="Best">The fit at the λ of least V.</param>
/// <remarks>G. H. Golub, M. Heath, G. Wahba, Technometrics 21 (1979), p. 216.</remarks>
public sealed record RidgeGcv(double[] Lambdas, double[] Values, double[] DegreesOfFreedom, LinearFit Best)
{
    /// <summary>Chooses λ.</summary>
    /// <param name="problem">Squared error with ρ = 0, without bounds.</param>
    /// <param name="options">The λ; default: 100 from λ_max of ρ = 0.001 and targets of deviation 1 down to 10⁻⁶ of it.</param>
    /// <exception cref="ArgumentException">The problem is no ridge regression.</exception>
    public static RidgeGcv Of(LinearProblem problem, PathOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        options ??= new() { Ratio = 1e-6 };
        Check(problem, "Generalized cross-validation");
        using var dense = new DenseProblem(problem);
        using var ridge = new RidgeSolver(dense, dense.Shares, dense.Penalty.ByColumns!, options.Solver.Checked());
        var grid = options.Grid(ridge.LambdaMax, dense);
        var df = grid.Select(ridge.DegreesOfFreedom).ToArray();
        var values = grid.Select((lambda, i) => Value(ridge, lambda, df[i], dense.RowsThatCount)).ToArray();
        var best = Least.Index(values);
        return new(grid, values, df, ridge.Fit(ridge.Solve(grid[best])));
    }

    internal static void Check(LinearProblem problem, string what)
    {
        if (problem.Loss.Datafit is not { IsQuadratic: true } || problem.L1Ratio != 0
            || problem.Penalty is not null || problem.LowerBounds is not null
            || problem.UpperBounds is not null || problem.PenaltyFactors?.Contains(0) == true)
            throw new ArgumentException(
                $"{what} is for ridge: squared error, L1Ratio = 0, no bounds, penalty factors " +
                "above 0.", nameof(problem));
    }

    /// <summary>"100 λ from 120 to 0.00012: λ 0.5: 6 non-zeros, objective …".</summary>
    public override string ToString() => FormattableString.Invariant($"{Lambdas.Length} λ from {Lambdas[0]:G3} to ") +
        FormattableString.Invariant($"{Lambdas[^1]:G3}, best {Best}");

    // As many degrees of freedom as rows leave nothing to judge by.
    static double Value(RidgeSolver ridge, double lambda, double df, long rows)
    {
        var left = 1 - df / rows;
        return left < 1e-9 ? double.PositiveInfinity : 2 * ridge.Certify(ridge.Solve(lambda)).Loss / (left * left);
    }
}
