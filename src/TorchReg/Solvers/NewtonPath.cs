using System.Numerics;
using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Proximal Newton along a path of λ: each λ starts from the solution before, and the quadratic model of the loss over the
/// screened entries is predictor and corrector at once. The Hessian includes the blocks between classes, is kept from λ to λ,
/// grown on demand, and made anew only where steps stop paying.
/// </summary>
/// <remarks>
/// J. Lee, Y. Sun, M. Saunders, Proximal Newton-type methods, SIAM J. Optim. 24 (2014), algorithm 1; G.-X. Yuan, C.-H. Ho, C.-J.
/// Lin, An improved GLMNET for L1-regularized logistic regression, JMLR 13 (2012), section 3.
/// </remarks>
sealed class NewtonPath<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int Sweeps = 100, Rebuilds = 8, AloneSteps = 60;
    const double InnerShare = 0.6, Far = 30, GapPart = 0.3, InexactShare = 0.02, BatchShare = 0.05, Noise = 2e-6, SlowStep = 0.3;

    readonly NewtonBatch<T> batch;
    readonly NewtonStep<T>[] steps;
    readonly HessianStore<T> store;
    readonly int threads, mostSteps;

    readonly bool ownsStore;

    /// <param name="batch">The problems.</param>
    /// <param name="threads">Cores for the descents of several problems.</param>
    /// <param name="mostSteps">Steps for one λ.</param>
    /// <param name="sharing">A path of other outputs of squared error, whose Hessian is the same.</param>
    internal NewtonPath(NewtonBatch<T> batch, int threads, int mostSteps, NewtonPath<T>? sharing = null)
    {
        (this.batch, this.threads, this.mostSteps, ownsStore) = (batch, threads, mostSteps, sharing is null);
        steps = [.. batch.States.Select(state => new NewtonStep<T>(state, batch.Columns, batch.HasIntercept))];
        store = sharing?.store ?? new(batch.Datafit, batch.Xt, batch.Outputs);
        Restart();
    }

    /// <summary>Begins anew from the points that the problems are at now.</summary>
    internal void Restart()
    {
        batch.Evaluate(All);
        batch.Remember(All);
        if (ownsStore) Rebase(store, 0);
    }

    /// <summary>The duality gap that a problem is to have at a loss; null where steps serve distances alone.</summary>
    internal Func<int, double, double>? Gap { get; set; }

    // Several problems share a Hessian that is of one of them: anew it fits the others hardly better, so that it is made anew
    // once, and exact steps over it are wasted.
    bool IsAlone => steps.Length == 1;

    internal int[] All => [.. Enumerable.Range(0, steps.Length)];

    /// <summary>Screens for λ and tells how many entries the largest problem keeps.</summary>
    internal int Screen(double lambda, double previous)
    {
        foreach (var step in steps) step.Candidates.Screen(lambda, previous);
        return steps.Max(step => step.Candidates.Entries.Length);
    }

    // The Hessian from now on is that of one problem, where it is now.
    void Rebase(HessianStore<T> hessian, int reference)
    {
        using var scope = NewDisposeScope();
        hessian.Reset(batch.Means.select(0, reference), batch.Targets, batch.Shares(reference));
    }

    /// <summary>Solves the given problems for λ, from where they are.</summary>
    /// <param name="which">Problems.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="previous">The λ that they were solved for before; ∞ at the start.</param>
    /// <param name="tolerances">For each problem the largest distance to stop at.</param>
    /// <returns>The problems that did not get there.</returns>
    internal IReadOnlyList<int> Solve(IReadOnlyList<int> which, double lambda, double previous, double[] tolerances)
    {
        foreach (var q in which) steps[q].Candidates.Screen(lambda, double.IsFinite(previous) ? previous : lambda);
        var open = Descend(Unfinished(which, lambda, tolerances), store, 0, lambda, tolerances, mostSteps);
        if (steps.Length == 1) return open;
        // A problem that the shared Hessian does not fit gets one of its own.
        return [.. open.Where(q =>
        {
            using var own = new HessianStore<T>(batch.Datafit, batch.Xt, batch.Outputs);
            Rebase(own, q);
            return Descend([q], own, q, lambda, tolerances, AloneSteps).Count > 0;
        })];
    }

    List<int> Descend(List<int> open, HessianStore<T> hessian, int reference, double lambda, double[] tolerances, int most)
    {
        var before = double.PositiveInfinity;
        for (int taken = 1, rebuilds = 0; open.Count > 0 && taken <= most; taken++)
        {
            Step(open, hessian, lambda, tolerances);
            open = Unfinished(open, lambda, tolerances);
            var worst = open.Count == 0 ? 0 : open.Max(q => Distance(q, lambda) / tolerances[q]);
            var (patience, mostRebuilds) = IsAlone || hessian != store ? (3, Rebuilds) : (4, 1);
            if (taken >= patience && worst > SlowStep * before && rebuilds < mostRebuilds && !batch.Datafit.IsQuadratic)
            {
                rebuilds++;
                Rebase(hessian, reference);
            }
            before = worst;
        }
        return open;
    }

    /// <summary>
    /// The residuals of the given problems in the model that their last step minimised, problems × outputs × n, float64; null
    /// where they are none of the loss. Their products with the columns are within reach of the penalty up to the descent's
    /// tolerance and the model's reference, where the own residuals' are beyond it by a whole distance: a dual point whose gap
    /// falls with the square of the step.
    /// </summary>
    internal Tensor? Residuals(IReadOnlyList<int> which, Tensor y)
    {
        var (means, change) = batch.Step(which);
        var moved = means.add(store.Change(change), Scalars.One).to(ScalarType.Float64);
        return batch.Datafit.Attainable(moved) is { } attained ? attained - y : null;
    }

    double Distance(int q, double lambda) =>
        double.CreateTruncating(batch.States[q].LargestDistance(HostMemory.Number<T>(lambda)));

    List<int> Unfinished(IReadOnlyList<int> which, double lambda, double[] tolerances)
    {
        var open = new List<int>();
        foreach (var q in which)
        {
            if (Distance(q, lambda) <= tolerances[q]) continue;
            steps[q].Candidates.AddViolators(HostMemory.Number<T>(lambda), HostMemory.Number<T>(tolerances[q]));
            open.Add(q);
        }
        return open;
    }

    void Step(List<int> open, HessianStore<T> hessian, double lambda, double[] tolerances)
    {
        hessian.Ensure(open.SelectMany(q => steps[q].Candidates.Entries));
        if (!batch.Datafit.IsQuadratic) batch.Remember(open);
        var before = new double[steps.Length];
        void Descend(int q)
        {
            before[q] = Objective(q, lambda);
            steps[q].Descend(hessian, lambda, Inner(q, lambda, tolerances[q]), Sweeps);
        }
        if (threads > 1 && open.Count > 1) Parallel.ForEach(open, new() { MaxDegreeOfParallelism = threads }, Descend);
        else foreach (var q in open) Descend(q);
        batch.Evaluate(open);
        Shorten(open, before, lambda);
    }

    // Far from the optimum an exact step is wasted. One that may be the last must be finer than the tolerance: the bound by the
    // model's residuals is worse by about this times Σ|w|.
    double Inner(int q, double lambda, double tolerance)
    {
        var distance = Distance(q, lambda);
        var inexact = !IsAlone ? BatchShare : tolerance < 1e-6 ? InexactShare : 0;
        var coarse = Math.Max(InnerShare * tolerance, inexact * distance);
        if (Gap is null || distance > Far * tolerance) return coarse;
        var state = batch.States[q];
        var penalty = state.Penalty(lambda);
        return penalty > 0 ? Math.Min(coarse, GapPart * Gap(q, state.Loss) * lambda / penalty) : coarse;
    }

    // A step that raises the objective is halved: the Hessian was of another place.
    void Shorten(List<int> open, double[] before, double lambda)
    {
        for (var halvings = 0; halvings < 10; halvings++)
        {
            var risen = open
                .Where(q => !(Objective(q, lambda) <= before[q] + Noise * (typeof(T) == typeof(float) ? 1 : 1e-6) * Math.Abs(
                    before[q]))).ToArray();
            if (risen.Length == 0) return;
            foreach (var q in risen)
            {
                var state = batch.States[q];
                for (var e = 0; e < state.W.Length; e++)
                    if (state.W[e] != state.Old[e]) state.W[e] = state.Old[e] + (state.W[e] - state.Old[e])
                        * HostMemory.Number<T>(0.5);
            }
            batch.Evaluate(risen);
        }
    }

    double Objective(int q, double lambda) => batch.States[q].Loss + batch.States[q].Penalty(lambda);

    public void Dispose()
    {
        if (ownsStore) store.Dispose();
    }
}
