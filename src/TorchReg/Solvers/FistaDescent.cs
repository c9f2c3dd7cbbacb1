using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>FISTA's iterations on a matrix of columns whose last, beyond the penalized ones, is the intercept's.</summary>
sealed class FistaDescent(
    DenseProblem problem, Tensor shares, LinearPenalty penalty, Tensor x, Tensor xt, long penalized, double lambda,
    double lipschitz)
{
    const double Growth = 2, Sinking = 0.9, Rounding = 1e-13;

    internal double Lipschitz { get; private set; } = lipschitz;

    internal (Tensor W, int Steps, bool Done) Run(Tensor start, double tolerance, int most)
    {
        var (w, v) = (start, start);
        var zw = Logits(w);
        var (zv, theta) = (zw, 1.0);
        for (var step = 1; step <= most; step++)
        {
            using var scope = NewDisposeScope();
            var gradient = Gradient(zv);
            var (next, zNext, residual) = Step(v, zv, gradient);
            var done = residual <= tolerance && Distance(next, zNext) <= tolerance;
            // Without convexity momentum could climb.
            if (!penalty.IsConvex || (v - next).mul_(next - w).sum().ReadDouble() > 0) theta = 1;
            var thetaNext = (1 + Math.Sqrt(1 + 4 * theta * theta)) / 2;
            var momentum = (theta - 1) / thetaNext;
            theta = thetaNext;
            var (vNext, zvNext) = (
                next.add((next - w) * Scalars.Of(momentum), Scalars.One),
                zNext.add((zNext - zw) * Scalars.Of(momentum), Scalars.One));
            var old = new[] { w, zw, v, zv };
            foreach (var tensor in new[] { next, zNext, vNext, zvNext }) tensor.MoveToOuterDisposeScope();
            (w, zw, v, zv) = (next, zNext, vNext, zvNext);
            foreach (var tensor in old) if (!ReferenceEquals(tensor, start)) tensor.Dispose();
            if (done) return (w, step, true);
        }
        return (w, most, false);
    }

    /// <summary>Whether a point is within a distance already.</summary>
    internal bool IsAt(Tensor w, double tolerance)
    {
        using var scope = NewDisposeScope();
        return Distance(w, Logits(w)) <= tolerance;
    }

    // Backtracks until L bounds the curvature on the way; where the way is within rounding, L stays as it is.
    (Tensor Next, Tensor Logits, double Residual) Step(Tensor v, Tensor zv, Tensor gradient)
    {
        var before = Before(zv);
        while (true)
        {
            var next = v - gradient / Scalars.Of(Lipschitz);
            if (penalized > 0) penalty.Prox(next.narrow(1, 0, penalized), lambda, 1 / Lipschitz);
            var zNext = Logits(next);
            var change = next - v;
            var square = change.Squared().sum().ReadDouble();
            var bound = Lipschitz / 2 * square;
            var isTrusted = bound > Rounding * before.Size;
            if (!isTrusted || Bregman(zv, zNext, before) <= bound)
            {
                var residual = Lipschitz * change.abs().max().ReadDouble();
                if (isTrusted) Lipschitz *= Sinking;
                return (next, zNext, residual);
            }
            Lipschitz *= Growth;
        }
    }

    // Losses of rows and their slopes; of a loss that is no sum over rows its value and gradient.
    (Tensor? Rows, Tensor Slope, double Size) Before(Tensor zv)
    {
        if (problem.Datafit.IsJoint) return (null, problem.Slopes(zv, shares), problem.Value(zv, shares));
        var rows = problem.Datafit.Rows(zv, problem.Y);
        return (rows, problem.Residual(zv), Math.Abs((rows * shares).sum().ReadDouble()));
    }

    // f(next) − f(v) − ⟨∇f(v), next − v⟩, row by row so that little cancels.
    double Bregman(Tensor zv, Tensor zNext, (Tensor? Rows, Tensor Slope, double Size) before)
    {
        if (before.Rows is not { } rows)
            return problem.Value(zNext, shares) - before.Size - (before.Slope * (zNext - zv)).sum().ReadDouble();
        var slope = before.Slope;
        if (problem.Datafit.IsQuadratic) return ((zNext - zv).Squared().sum([0L]) * shares).sum().ReadDouble() / 2;
        return ((problem.Datafit.Rows(zNext, problem.Y) - rows - (slope * (zNext - zv)).sum([0L])) * shares).sum().ReadDouble();
    }

    double Distance(Tensor w, Tensor z)
    {
        var gradient = Gradient(z);
        var own = penalized == 0 ? 0
            : penalty.Distance(w.narrow(1, 0, penalized), gradient.narrow(1, 0, penalized), lambda).max().ReadDouble();
        return w.shape[1] == penalized ? own : Math.Max(own, gradient.select(1, penalized).abs().max().ReadDouble());
    }

    Tensor Gradient(Tensor z) => problem.Slopes(z, shares).matmul(x);

    Tensor Logits(Tensor w)
    {
        var z = w.matmul(xt);
        return problem.Offsets is { } offsets ? z.add_(offsets, Scalars.One) : z;
    }
}
