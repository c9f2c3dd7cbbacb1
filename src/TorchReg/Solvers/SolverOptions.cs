namespace TorchReg.Solvers;

/// <summary>How a convex problem is solved. Every method stops on a certificate: never because a change was small.</summary>
public sealed record SolverOptions
{
    /// <summary>
    /// Stop where the duality gap, which bounds how far the objective is above the optimum, is at most this share of what the
    /// loss has fallen by since w = 0 (or of 1 % of that loss, where it has fallen by less); for squared error of the loss at w =
    /// 0. It holds at every λ and for columns of every scale. Where no gap is known (classes with free columns; penalties that
    /// are not convex)
    /// <see cref="DistanceTolerance"/> alone decides. From 10⁻¹⁴ to 0.1; default null:
    /// 10⁻⁹ for squared error and Huber's loss; for others 10⁻⁷, and 10⁻⁵ in single precision where rows × columns × outputs
    /// exceed a million.
    /// </summary>
    public double? GapTolerance { get; init; }

    /// <summary>
    /// Losses other than squared error: stop where moreover the largest distance of −∇loss to the penalty's subdifferential, with
    /// columns of deviation 1, is at most this share of the largest gradient at w = 0. Below 10⁻⁵ all is computed in float64.
    /// From 10⁻¹² to 0.1; default null: 10⁻⁶, and 10⁻⁵ where rows × columns × outputs exceed a million. Paths have a default of
    /// their own, <see cref="TorchReg.Selection.PathOptions.Solver"/>.
    /// </summary>
    public double? DistanceTolerance { get; init; }

    /// <summary>Which method. Default: the one that suits.</summary>
    public SolverMethod Method { get; init; }

    /// <summary>
    /// Steps after which a fit is given back as not converged, 1 or more: Newton steps, FISTA's, or sweeps over blocks. Default
    /// 0: 60, 20,000 and 50,000.
    /// </summary>
    public int MaxSteps { get; init; }

    /// <summary>
    /// Screened entries m beyond which <see cref="SolverMethod.Auto"/> leaves Newton's Hessian, m × m, for FISTA. Default 4,000.
    /// </summary>
    public int MaxHessianSize { get; init; } = 4_000;

    internal SolverOptions Checked()
    {
        if (DistanceTolerance is { } distance) InRange(distance, 1e-12, nameof(DistanceTolerance));
        if (GapTolerance is { } gap) InRange(gap, 1e-14, nameof(GapTolerance));
        Require.AtLeast(0, MaxSteps);
        Require.AtLeast(1, MaxHessianSize);
        return this;
    }

    static void InRange(double value, double least, string name)
    {
        if (!(value >= least && value <= 0.1))
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant(
                $"{name} must be from {least} to 0.1; given {value}."));
    }
}

/// <summary>The methods.</summary>
public enum SolverMethod
{
    /// <summary>
    /// ρ = 0: ridge in closed form for squared error, Newton or L-BFGS for classes. One output: coordinate descent on working
    /// sets. Several outputs of squared error, and classes with grouped features: block coordinate descent. Else Newton where the
    /// screened Hessian is small; FISTA for the rest.
    /// </summary>
    Auto,

    /// <summary>
    /// Proximal Newton: coordinate descent on the Hessian of the screened entries. Element-wise penalties with ρ above 0.
    /// </summary>
    Newton,

    /// <summary>FISTA with backtracking and adaptive restart, in float64. Every problem.</summary>
    Fista,
}
