using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Whether a fit tells the classes of all rows that count apart. Then every multiple of its weights has a smaller loss, and
/// without a penalty there is no optimum: as λ falls to 0 the weights grow without a limit.
/// </summary>
/// <remarks>A. Albert, J. A. Anderson, Biometrika 71 (1984), p. 1 (complete separation).</remarks>
static class Separation
{
    /// <summary>The largest λ from which on all fits separate; null where the last does not.</summary>
    internal static double? From(ScaledProblem problem, IReadOnlyList<LinearFit> fits)
    {
        if (!problem.Datafit.FallsForEver) return null;
        var first = fits.Count;
        while (first > 0 && Separates(problem, fits[first - 1])) first--;
        return first < fits.Count ? fits[first].Lambda : null;
    }

    /// <summary>Whether one does.</summary>
    internal static bool Separates(ScaledProblem problem, LinearFit fit)
    {
        if (!problem.Datafit.FallsForEver) return false;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (w, b) = problem.Scaled(fit.Weight, fit.Bias);
        return problem.Datafit.Errors(problem.Datafit.Mean(problem.Logits(w, b)), problem.Y) is { } errors
            && (errors * problem.Shares).sum().ReadDouble() == 0;
    }

    /// <summary>What to know of it.</summary>
    internal static string Text(double from) => FormattableString.Invariant(
        $"From λ = {from:G4} down the classes of all rows are told apart: as λ falls to 0 the weights have no limit.");
}
