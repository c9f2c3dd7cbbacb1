using TorchReg.Kernels;
using TorchReg.Penalties;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// One parameter's distance to stationarity: the smooth penalties join the gradient, the others give the subdifferential.
/// </summary>
/// <param name="parameter">The parameter, with the data loss's gradient over all rows.</param>
/// <param name="decay">The optimizer's own weight decay on it.</param>
sealed class StationaryDistance(Parameter parameter, double decay)
{
    // Of half precision only the gradient is rounded, not what is made of it.
    readonly Tensor weights = HalfPrecision.Full(parameter).detach();

    internal double Largest(string name, IEnumerable<PlacedPenalty> placed, Regularization? regularization)
    {
        var gradient = zeros_like(weights);
        // A sparse one too: what it leaves out is 0.
        if (parameter.grad is { } own) gradient.add_(own.to(weights.dtype), Scalars.One);
        if (decay > 0) gradient.add_(weights, Scalars.Of(decay));
        var kinked = new List<PlacedPenalty>();
        foreach (var p in placed)
        {
            p.Factor = regularization!.Scale(p.Rule);
            if (p.Penalty.IsConstraint) kinked.Add(p);
            else if (p.Factor == 0) continue;
            else if (p.Penalty.IsSmooth) p.AddGradientTo(gradient, p.Factor);
            else kinked.Add(p);
        }
        return Of(name, gradient, kinked).max().ReadDouble();
    }

    Tensor Of(string name, Tensor gradient, List<PlacedPenalty> kinked)
    {
        if (kinked.Count == 0) return gradient.abs();
        if (kinked.Count == 1) return Single(kinked[0], gradient);
        if (kinked.All(p => p.Penalty.Shrinkage != null)) return Shrinkage(gradient, kinked);
        return Residual(name, gradient, kinked);
    }

    // dist(−g, s·∂P) = s·dist(−g/s, ∂P).
    Tensor Single(PlacedPenalty p, Tensor gradient)
    {
        var (w, g) = (p.Target.AsUnits(weights, p.Penalty.GroupedBy), p.Target.AsUnits(gradient, p.Penalty.GroupedBy));
        if (p.Penalty.IsConstraint || p.Factor == 1) return p.Penalty.SubdifferentialDistance(w, g);
        return p.Penalty.SubdifferentialDistance(w, g * Scalars.Of(1 / p.Factor)) * Scalars.Of(p.Factor);
    }

    Tensor Shrinkage(Tensor gradient, List<PlacedPenalty> kinked)
    {
        var l1 = kinked.Sum(p => p.Factor * p.Penalty.Shrinkage!.Value.L1);
        var l2 = kinked.Sum(p => p.Factor * p.Penalty.Shrinkage!.Value.L2);
        return ElasticNet.FromWeights(l1, l2).SubdifferentialDistance(weights, gradient);
    }

    Tensor Residual(string name, Tensor gradient, List<PlacedPenalty> kinked)
    {
        if (JointRefusal.Of(kinked) is { } reason)
            throw new NotSupportedException(
                $"There is no certificate for {name}: {string.Join(" and ", kinked.Select(p => p.Penalty.Name))} have no joint " +
                $"subdifferential. {reason}");
        using var joint = new JointProx(kinked);
        var moved = weights - gradient;
        joint.ApplyTo(moved, new StepSizes(1));
        return (weights - moved).abs();
    }
}
