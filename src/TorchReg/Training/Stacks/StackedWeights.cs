using TorchReg.Kernels;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>‖w‖₁, ‖w‖² and the zeros of each model's weights and intercepts, read at once.</summary>
sealed class StackedWeights
{
    readonly double[][] numbers;

    internal StackedWeights(ModelStack all)
    {
        using var scope = NewDisposeScope();
        var models = all.Models.Count;
        Tensor[] parameters = all.Bias is { } bias ? [all.Weight.Value, bias.Value] : [all.Weight.Value];
        var rows = parameters.Select(parameter => parameter.view(models, -1)).SelectMany(w => new[]
        {
            w.abs().sum([1L]), w.Squared().sum([1L]), w.eq(Scalars.Of(0)).sum([1L]),
        });
        numbers = [.. HostMemory.Numbers(stack([.. rows.Select(row => row.to(ScalarType.Float64))])).Chunk(models)];
    }

    /// <summary>What each rule came to.</summary>
    internal PenaltyShare[] Penalties(SteppedModel member, int m) =>
    [
        .. member.Rules.Select(rule => new PenaltyShare(rule.Penalty.Name, rule.Penalty.Strength, rule.Parameters.Sum(
            p => rule.Weights.L1 * numbers[3 * p][m] + rule.Weights.L2 / 2 * numbers[3 * p + 1][m]))),
    ];

    /// <summary>Penalized weights that are exactly 0.</summary>
    internal double Zeros(SteppedModel member, int m) =>
        member.Rules.SelectMany(rule => rule.Parameters).Distinct().Sum(p => numbers[3 * p + 2][m]);
}
