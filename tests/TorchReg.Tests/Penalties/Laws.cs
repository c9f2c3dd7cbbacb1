using TorchReg.Penalties;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Tests.Penalties;

/// <summary>Each law as a number: how far a penalty is from keeping it.</summary>
static class Laws
{
    public const double Step = 0.4;

    public static Tensor Point(ulong seed) => randn(Catalogue.Shape, ScalarType.Float64, generator: new Generator(seed));

    /// <summary>|closed-form gradient − central difference of the value|, at a point without kinks.</summary>
    public static double GradientError(Penalty penalty)
    {
        const double h = 1e-6;
        var w = Point(1);
        var closed = zeros_like(w);
        penalty.AddGradient(w, closed);
        var error = 0.0;
        for (var i = 0; i < w.numel(); i++)
        {
            var (up, down) = (w.clone(), w.clone());
            up.view(-1)[i] += h;
            down.view(-1)[i] -= h;
            var difference = (penalty.Value(up) - penalty.Value(down)).ToDouble() / (2 * h);
            error = Math.Max(error, Math.Abs(difference - closed.view(-1)[i].ToDouble()));
        }
        return error;
    }

    /// <summary>|closed-form gradient − autograd's|.</summary>
    public static double AutogradError(Penalty penalty)
    {
        var w = Point(2).requires_grad_();
        penalty.Value(w).backward();
        var closed = zeros_like(w, requires_grad: false);
        using (no_grad()) penalty.AddGradient(w, closed);
        return (closed - w.grad!).abs().max().ToDouble();
    }

    /// <summary>By how much the best point that a naive search finds beats the prox. The search knows only the value.</summary>
    public static double ProxBeatenBy(Penalty penalty)
    {
        var generator = new Generator(7);
        var worst = 0.0;
        for (ulong seed = 10; seed < 14; seed++)
        {
            var w = Point(seed);
            var v = w.clone();
            penalty.Prox(v, Step);
            var atProx = Objective(penalty, v, w);
            var start = seed % 2 == 0 ? v.clone() : w.clone();
            worst = Math.Max(worst, atProx - Search(penalty, start, w, generator));
        }
        return worst;
    }

    // A random pattern search with shrinking steps; a constraint's candidates are made feasible first.
    static double Search(Penalty penalty, Tensor start, Tensor w, Generator generator)
    {
        var best = Feasible(penalty, start);
        var value = Objective(penalty, best, w);
        for (var scale = 1.0; scale > 1e-6; scale *= 0.5)
        for (var attempt = 0; attempt < 25; attempt++)
        {
            var kept = rand(Catalogue.Shape, ScalarType.Float64, generator: generator).lt(0.5);
            var moved = best + randn(Catalogue.Shape, ScalarType.Float64, generator: generator) * scale;
            var candidate = Feasible(penalty, where(kept, best, attempt % 5 == 0 ? zeros_like(best) : moved));
            var candidateValue = Objective(penalty, candidate, w);
            if (candidateValue < value) (best, value) = (candidate, candidateValue);
        }
        return value;
    }

    static Tensor Feasible(Penalty penalty, Tensor point)
    {
        var copy = point.clone();
        (penalty as Constraint)?.Project(copy);
        return copy;
    }

    static double Objective(Penalty penalty, Tensor v, Tensor w) => ((v - w).square().sum() / 2 + penalty.Value(v) * Step).ToDouble();

    /// <summary>The distance at the prox's own fixed point, where it must be 0: v = prox(w) has w − v in ∂P(v).</summary>
    public static double DistanceAtOptimum(Penalty penalty)
    {
        var w = Point(3);
        var v = w.clone();
        penalty.Prox(v, 1);
        return penalty.SubdifferentialDistance(v, v - w).max().ToDouble();
    }

    /// <summary>The smallest distance (the largest of its elements) at points that are no optimum; it must be above 0.</summary>
    public static double DistanceElsewhere(Penalty penalty) => Enumerable.Range(20, 5).Min(seed =>
    {
        var w = Point((ulong)seed);
        return penalty.SubdifferentialDistance(w, Point((ulong)seed + 100) * 5).max().ToDouble();
    });

    /// <summary>How far the point of rest (0, or what the penalty pulls to) is from optimal at λ, for the gradient g there.</summary>
    public static double DistanceAtRest(Penalty penalty, Tensor gradient) =>
        penalty.SubdifferentialDistance(Catalogue.Rest(penalty), gradient).max().ToDouble();

    /// <summary>|gradient added twice − gradient added with scale 2|, onto something.</summary>
    public static double ScalingError(Penalty penalty)
    {
        var w = Point(6);
        var (twice, scaled) = (ones_like(w), ones_like(w));
        penalty.AddGradient(w, twice);
        penalty.AddGradient(w, twice);
        penalty.AddGradient(w, scaled, 2);
        return (twice - scaled).abs().max().ToDouble();
    }

    /// <summary>|prox with one step size − prox with as many equal ones|.</summary>
    public static double StepSizesError(Penalty penalty)
    {
        var (one, many) = (Point(7), Point(7));
        penalty.Prox(one, 0.3);
        penalty.MetricProx(many, full_like(many, 0.3));
        return (one - many).abs().max().ToDouble();
    }
}
