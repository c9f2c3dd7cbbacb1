using System.Numerics;
using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>The entries of one problem that a step at one λ moves.</summary>
sealed class NewtonCandidates<T>(NewtonState<T> state, int columns, bool hasIntercept)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int Violators = 300, Entrants = 500, ManyEntrants = 1000;

    readonly bool[] isIn = new bool[state.W.Length];
    int[] entries = [];

    /// <summary>Candidates, ascending.</summary>
    internal int[] Entries => entries;

    /// <summary>
    /// Free entries, those that are not 0, and those that the sequential strong rule keeps: |g| ≥ a(2λ − λ′), λ′ the λ before.
    /// The rule can err; the distances of all entries are checked after every step.
    /// </summary>
    /// <remarks>
    /// R. Tibshirani et al., Strong rules for discarding predictors in lasso-type problems, JRSS-B 74 (2012), p. 252.
    /// </remarks>
    internal void Screen(double lambda, double previous)
    {
        var threshold = HostMemory.Number<T>(Threshold(lambda, previous));
        var entrants = new List<int>();
        Array.Clear(isIn);
        for (int e = 0, j = 0; e < isIn.Length; e++, j = j + 1 == columns ? 0 : j + 1)
        {
            if (state.W[e] != T.Zero || hasIntercept && j == columns - 1 || state.L1[j] == T.Zero) isIn[e] = true;
            else if (T.Abs(state.G[e]) >= threshold * state.L1[j] && CanMove(e, j)) entrants.Add(e);
        }
        if (entrants.Count > ManyEntrants)
            entrants = [.. entrants.OrderByDescending(e => double.CreateTruncating(T.Abs(state.G[e]))).Take(Entrants)];
        foreach (var e in entrants) isIn[e] = true;
        Collect();
    }

    /// <summary>The part of the penalty that a gradient has to reach.</summary>
    internal static double Threshold(double lambda, double previous) => Math.Max(2 * lambda - previous, 0.7 * lambda);

    bool CanMove(int e, int j) => !state.IsBounded || (state.G[e] < T.Zero ? state.Upper[j] > T.Zero : state.Lower[j] < T.Zero);

    /// <summary>Adds the entries left out that violate optimality by more than the tolerance, the largest first.</summary>
    internal bool AddViolators(T lambda, T tolerance)
    {
        var violators = new List<(int Entry, double Distance)>();
        for (var e = 0; e < isIn.Length; e++)
            if (!isIn[e] && state.Distance(e, lambda) is var distance && distance > tolerance)
                violators.Add((e, double.CreateTruncating(distance)));
        if (violators.Count == 0) return false;
        foreach (var (e, _) in violators.OrderByDescending(v => v.Distance).Take(Violators)) isIn[e] = true;
        Collect();
        return true;
    }

    void Collect() => entries = [.. Enumerable.Range(0, isIn.Length).Where(e => isIn[e])];
}
