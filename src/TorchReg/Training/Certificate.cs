using System.Globalization;
using TorchReg.Data;
using TorchReg.Layers;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// How far a trained model is from an optimum of its penalized objective: for every parameter the largest distance of −∇loss to the
/// penalties' subdifferential, over all rows. 0 exactly at a stationary point; for a convex problem that is the optimum.
/// </summary>
/// <param name="Parameters">Each trainable parameter's largest distance.</param>
public sealed record Certificate(IReadOnlyList<(string Name, double Distance)> Parameters)
{
    /// <summary>The largest distance of all.</summary>
    public double Distance => Parameters.Max(p => p.Distance);

    /// <summary>Certifies a model, whatever trained it; its gradients are overwritten, its weights untouched.</summary>
    /// <exception cref="NotSupportedException">A parameter carries two penalties with kinks, whose subdifferentials can't be told apart.</exception>
    public static Certificate Of(nn.Module<Tensor, Tensor> model, Dataset data, Loss loss, Regularization? regularization = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        using var modes = new RememberedModes(model);
        modes.Set(_ => false);
        using var scope = NewDisposeScope();
        model.zero_grad();
        Objective.ByAutograd(model, loss).Backward(data);
        using var noGrad = no_grad();
        var placed = regularization?.Placed.ToLookup(p => p.Target.Parameter.Handle);
        return new([.. model.named_parameters().Where(p => p.parameter.requires_grad)
            .Select(p => (p.name, LargestOf(p.name, p.parameter, placed?[p.parameter.Handle] ?? [])))]);
    }

    static double LargestOf(string name, Tensor parameter, IEnumerable<PlacedPenalty> placed)
    {
        var gradient = (parameter.grad ?? zeros_like(parameter)).clone();
        PlacedPenalty? kinked = null;
        foreach (var p in placed)
        {
            if (p.Penalty.IsSmooth) p.Penalty.AddGradient(p.Target.AsUnits(parameter), p.Target.AsUnits(gradient));
            else if (kinked == null) kinked = p;
            else throw new NotSupportedException($"{name} carries {kinked.Penalty.Name} and {p.Penalty.Name}: join them to one penalty (L1 and L2 are ElasticNet).");
        }
        var distance = kinked == null ? gradient.abs() : kinked.Penalty.SubdifferentialDistance(kinked.Target.AsUnits(parameter), kinked.Target.AsUnits(gradient));
        return distance.max().ReadDouble();
    }

    /// <summary>"0.00012 (weight 0.00012, bias 3e-07)".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Distance:G3} ({string.Join(", ", Parameters.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Distance:G3}")))})");
}
