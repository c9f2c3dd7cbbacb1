using System.Numerics;
using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// Proximal Newton steps of a softmax problem to a distance: after a step the gradient is made at the candidates, and where those
/// are done at all entries, so that the others can violate nothing unseen.
/// </summary>
sealed class ClassSteps<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int Sweeps = 200, Rebuilds = 8, Patience = 3, Halvings = 10;
    const double InnerShare = 0.6, Far = 30, GapPart = 0.6, InexactShare = 0.02, Noise = 1e-13, SlowStep = 0.3;
    const double CheapHessian = 1e6, Last = 1.5, NotLastShare = 0.1;

    readonly NewtonState<double> state;
    readonly NewtonCandidates<double> candidates;
    readonly ClassHessian<T> hessian;
    readonly ClassDescent<T> descent;
    readonly int mostSteps;

    T[] own = [], step = [];
    readonly double[] gradient;

    // What a step left of a distance, the last time.
    double rate;

    internal ClassSteps(ClassRows rows, NewtonState<double> state, int mostSteps)
    {
        var columns = new ClassColumns<T>(rows);
        (this.state, this.mostSteps, Point) = (state, mostSteps, new(rows, columns, state));
        (candidates, hessian) = (new(state, rows.Width, rows.HasBias), new(rows, columns));
        (descent, gradient) = (new(hessian, state, rows.Width), new double[state.G.Length]);
    }

    internal ClassPoint<T> Point { get; }

    /// <summary>The duality gap that a solution is to have at a loss; null where steps serve distances alone.</summary>
    internal Func<double, double>? Gap { get; set; }

    /// <summary>What the last step's model said that the residuals change by.</summary>
    internal void Model(double[] to) => hessian.Model(to);

    /// <summary>Begins anew from the state's weights.</summary>
    internal void Restart()
    {
        Point.Restart();
        hessian.Reset(Point.Means);
    }

    /// <summary>Screens for λ.</summary>
    /// <returns>The entries that are kept.</returns>
    internal int Screen(double lambda, double before)
    {
        Point.Near(NewtonCandidates<double>.Threshold(lambda, before));
        candidates.Screen(lambda, before);
        return candidates.Entries.Length;
    }

    /// <summary>Solves for λ, from where the point is, whose gradient is there at all entries, and is at the end.</summary>
    /// <returns>Whether all distances are within the tolerance.</returns>
    internal bool Solve(double lambda, double tolerance)
    {
        var (isWhole, hasFailed, before, rebuilds) = (true, false, double.PositiveInfinity, 0);
        for (var taken = 0; ; taken++)
        {
            var distance = Distance(lambda);
            var isLast = taken == mostSteps || hasFailed && hessian.IsFresh;
            if (distance <= tolerance || isLast)
            {
                if (!isWhole) Point.Refresh(lambda);
                isWhole = true;
                if (!candidates.AddViolators(lambda, tolerance) && distance <= tolerance) return true;
                if (isLast) return false;
            }
            var isSlow = taken >= Patience && distance > SlowStep * before && rebuilds++ < Rebuilds;
            if (hasFailed || isSlow || IsCheap && !hessian.IsFresh) hessian.Reset(Point.Means);
            if (taken > 0) rate = distance / before;
            before = distance;
            hasFailed = !Step(lambda, Inner(lambda, tolerance, distance));
            isWhole = false;
        }
    }

    // Where the Hessian costs no more than the rest of a step.
    bool IsCheap => (double)candidates.Entries.Length * candidates.Entries.Length * Point.Rows.Stride < CheapHessian;

    double Distance(double lambda)
    {
        var largest = 0.0;
        foreach (var e in candidates.Entries) largest = Math.Max(largest, state.Distance(e, lambda));
        return largest;
    }

    // Far from the optimum an exact step is wasted. One that may be the last must be finer than the tolerance: the bound by the
    // model's residuals is worse by about this times Σ|w|.
    double Inner(double lambda, double tolerance, double distance)
    {
        var coarse = Math.Max(InnerShare * tolerance, InexactShare * distance);
        if (Gap is null || distance > Far * tolerance) return coarse;
        if (distance * rate > Last * tolerance) return Math.Min(coarse, NotLastShare * tolerance);
        var penalty = state.Penalty(lambda);
        return penalty > 0 ? Math.Min(coarse, GapPart * Gap(state.Loss) * lambda / penalty) : coarse;
    }

    // Whether the objective did not rise.
    bool Step(double lambda, double tolerance)
    {
        var (entries, before) = (candidates.Entries, state.Loss + state.Penalty(lambda));
        hessian.Ensure(entries);
        descent.Solve(entries, lambda, tolerance, Sweeps);
        Point.Remember();
        Point.Follow(hessian.ByColumn);
        // A step that raises the objective is halved: the Hessian was of another place.
        for (var halvings = 0; halvings < Halvings; halvings++)
        {
            if (state.Loss + state.Penalty(lambda) <= before + Noise * Math.Abs(before))
            {
                Learn(Math.Pow(0.5, halvings));
                return true;
            }
            Point.Return();
            foreach (var e in entries)
                if (state.W[e] != state.Old[e]) state.W[e] = state.Old[e] + (state.W[e] - state.Old[e]) / 2;
            Point.Follow(hessian.ByColumn);
        }
        state.Old.CopyTo(state.W, 0);
        Point.Return();
        Point.Follow([]);
        return false;
    }

    // The gradient where the step ended, and by it the Hessian.
    void Learn(double length)
    {
        var told = descent.Changes;
        if (own.Length < told.Length) (own, step) = (new T[hessian.Stride], new T[hessian.Stride]);
        var entries = hessian.Entries;
        var (factor, largest) = (HostMemory.Number<T>(length), 0.0);
        state.G.CopyTo(gradient, 0);
        Point.Gradient(hessian.ByColumn);
        for (var i = 0; i < told.Length; i++)
        {
            var e = entries[i];
            own[i] = HostMemory.Number<T>(state.G[e] - gradient[e]);
            step[i] = HostMemory.Number<T>(state.W[e] - state.Old[e]);
            told[i] *= factor;
            largest = Math.Max(largest, Math.Abs(gradient[e]));
        }
        hessian.Learn(Point, step.AsSpan(0, told.Length), own.AsSpan(0, told.Length), told, largest);
    }
}
