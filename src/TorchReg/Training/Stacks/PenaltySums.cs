using TorchReg.Penalties;
using TorchSharp.Modules;

namespace TorchReg.Training;

/// <summary>The penalties on a parameter, all of ‖w‖₁ and ½‖w‖², by how they act.</summary>
/// <param name="Gradient">Weights of those that act by their gradient.</param>
/// <param name="Prox">Of those that act proximally: one prox, as one after the other.</param>
/// <param name="Decay">λ of those that act as decay.</param>
/// <param name="IsPenalized">Whether there is any.</param>
readonly record struct PenaltySums(ShrinkageWeights Gradient, ShrinkageWeights Prox, double Decay, bool IsPenalized)
{
    /// <summary>However they act.</summary>
    internal ShrinkageWeights All => Plus(Plus(Gradient, Prox), new(0, Decay));

    /// <summary>Null where a constraint or another penalty acts on it.</summary>
    internal static PenaltySums? Of(Parameter parameter, Regularization? regularization)
    {
        var sums = new PenaltySums();
        foreach (var (target, penalty, mode) in regularization?.Placements ?? [])
        {
            if (target.Parameter.Handle != parameter.Handle) continue;
            if (penalty.IsConstraint || penalty.Shrinkage is not { } weights) return null;
            if (mode == PenaltyMode.Gradient) sums = sums with { Gradient = Plus(sums.Gradient, weights) };
            else if (mode == PenaltyMode.Proximal) sums = sums with { Prox = Plus(sums.Prox, weights) };
            else if (mode == PenaltyMode.Decoupled) sums = sums with { Decay = sums.Decay + weights.L2 };
            else return null;
            sums = sums with { IsPenalized = true };
        }
        return sums;
    }

    internal static ShrinkageWeights Plus(ShrinkageWeights one, ShrinkageWeights other) =>
        new(one.L1 + other.L1, one.L2 + other.L2);
}
