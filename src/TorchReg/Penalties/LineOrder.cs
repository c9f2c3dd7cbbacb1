using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Whether a line stands where it belongs: AddGradients at the weights of the forward pass, ProximalStep at others, each once
/// between two forward passes.
/// </summary>
sealed class LineOrder(ModelParameter[] parameters)
{
    readonly HashSet<ulong> everForward = [], sinceProx = [];
    long forwards;
    ulong gradientsAtForward;
    bool addsGradients;
    int early, repeated;

    internal void Forward(ulong weights)
    {
        forwards++;
        everForward.Add(weights);
        sinceProx.Add(weights);
        if (addsGradients) gradientsAtForward = WeightFingerprint.OfGradients(parameters);
    }

    internal void Expect(PenaltyLine line, ulong weights)
    {
        if (line.Mode == PenaltyMode.Loss || forwards == 0) return;
        if (line.WasCalled && line.ForwardsAfter == forwards) throw MisuseText.Twice(line.Mode);
        if (line.Mode == PenaltyMode.Gradient) ExpectBeforeStep(line, weights);
        if (line.Mode == PenaltyMode.Proximal) ExpectAfterStep(line, weights);
    }

    void ExpectBeforeStep(PenaltyLine line, ulong weights)
    {
        if (!everForward.Contains(weights)) throw MisuseText.AfterStep();
        // Called after each of several batches of a step, on a gradient that already holds the penalty's. Steps of η = 0 look alike,
        // so that once is no proof.
        var isRepeated = line.WasCalled && weights == line.WeightsAfter && gradientsAtForward == line.GradientsAfter && gradientsAtForward != 0;
        if (isRepeated && ++repeated == 2) throw MisuseText.Twice(line.Mode);
    }

    void ExpectAfterStep(PenaltyLine line, ulong weights)
    {
        var isEarly = sinceProx.Count == 1 && sinceProx.Contains(weights) && WouldMove(line.Optimizer!);
        if (isEarly && ++early == 2) throw MisuseText.BeforeStep();
    }

    internal void Acted(PenaltyLine line)
    {
        line.ForwardsAfter = forwards;
        if (line.Mode == PenaltyMode.Proximal) sinceProx.Clear();
        var weights = WeightFingerprint.Of(parameters);
        // A decay between forward and AddGradients is ours.
        if (line.Mode == PenaltyMode.Decoupled) everForward.Add(weights);
        line.WeightsAfter = weights;
        if (line.Mode != PenaltyMode.Gradient) return;
        addsGradients = true;
        line.GradientsAfter = WeightFingerprint.OfGradients(parameters);
    }

    // A step too small to be seen in the weights proves nothing.
    bool WouldMove(optim.Optimizer optimizer)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var rate = optimizer.ParamGroups.Max(group => group.LearningRate);
        return parameters.Any(p => p.Parameter.grad is { is_sparse: false } gradient
            && rate * Norms.LargestMagnitude(gradient) > 1e-6 * Norms.LargestMagnitude(p.Parameter));
    }
}
