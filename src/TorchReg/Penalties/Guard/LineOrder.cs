using TorchReg.Optimizers;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Whether a line stands where it belongs: AddGradients at the weights of the forward pass, ProximalStep at others, each once
/// between two forward passes. Where no forward pass is seen, a line that is called again before the weights have changed is one
/// too many, and ProximalStep does not come before the weights have changed at all.
/// </summary>
sealed class LineOrder(ModelParameter[] parameters)
{
    readonly HashSet<ulong> everForward = [], sinceProx = [];
    // Null where the model was trained before: then a step may have been taken since its last backward.
    readonly ulong? weightsAtFirst = HasGradients(parameters) ? null : WeightFingerprint.Of(parameters);
    long forwards, changes;
    ulong gradientsAtForward, lastWeights;
    bool addsGradients;
    int early, repeated;

    /// <summary>Whether backward has run: weights that were set by hand, as a loaded file's, had none.</summary>
    internal static bool HasGradients(ModelParameter[] parameters) => Array.Exists(parameters, p => p.Parameter.grad is not null);

    internal void Forward(ulong weights)
    {
        forwards++;
        everForward.Add(weights);
        sinceProx.Add(weights);
        if (addsGradients) gradientsAtForward = WeightFingerprint.OfGradients(parameters);
    }

    internal void Expect(PenaltyLine line, ulong weights)
    {
        if (line.Mode == PenaltyMode.Loss) return;
        See(weights);
        var gradients = line.Mode == PenaltyMode.Gradient ? WeightFingerprint.OfGradients(parameters) : 0;
        if (forwards == 0) ExpectUnseen(line, weights, gradients);
        else ExpectSeen(line, weights);
        line.GradientsBefore = gradients;
    }

    void ExpectUnseen(PenaltyLine line, ulong weights, ulong gradients)
    {
        if (line.Mode == PenaltyMode.Proximal && !line.WasCalled && weights == weightsAtFirst && WouldMove(line.Optimizer!))
            throw MisuseText.BeforeStep();
        // At rest a prox takes back what the step did: weights that are as they were may have been others in between.
        if (!line.WasCalled || changes != line.ChangesAfter) return;
        var isAgain = line.Mode == PenaltyMode.Gradient ? line.WouldAddAgain(gradients) : WouldMove(line.Optimizer!);
        if (isAgain && ++repeated == 2) throw MisuseText.Twice(line.Mode);
    }

    void ExpectSeen(PenaltyLine line, ulong weights)
    {
        if (line.WasCalled && line.ForwardsAfter == forwards) throw MisuseText.Twice(line.Mode);
        if (line.Mode == PenaltyMode.Gradient) ExpectBeforeStep(line, weights);
        if (line.Mode == PenaltyMode.Proximal) ExpectAfterStep(line, weights);
    }

    void ExpectBeforeStep(PenaltyLine line, ulong weights)
    {
        if (!everForward.Contains(weights)) throw MisuseText.AfterStep();
        // Called after each of several batches of a step, on a gradient that already holds the penalty's. Steps of η = 0 look
        // alike, so that once is no proof.
        var isRepeated = weights == line.WeightsAfter && line.WouldAddAgain(gradientsAtForward);
        if (isRepeated && ++repeated == 2) throw MisuseText.Twice(line.Mode);
    }

    void ExpectAfterStep(PenaltyLine line, ulong weights)
    {
        var isEarly = sinceProx.Count == 1 && sinceProx.Contains(weights) && WouldMove(line.Optimizer!);
        if (isEarly && ++early == 2) throw MisuseText.BeforeStep();
    }

    void See(ulong weights)
    {
        if (weights != lastWeights) changes++;
        lastWeights = weights;
    }

    internal void Acted(PenaltyLine line)
    {
        line.ForwardsAfter = forwards;
        if (line.Mode == PenaltyMode.Proximal) sinceProx.Clear();
        var weights = WeightFingerprint.Of(parameters);
        See(weights);
        line.ChangesAfter = changes;
        // A decay between forward and AddGradients is ours.
        if (line.Mode == PenaltyMode.Decoupled) everForward.Add(weights);
        line.WeightsAfter = weights;
        if (line.Mode != PenaltyMode.Gradient) return;
        addsGradients = true;
        line.GradientsAfter = WeightFingerprint.OfGradients(parameters);
    }

    static double LeastSeen(Tensor parameter) => HalfPrecision.Is(parameter) ? 0.01 : 1e-6;

    // A step too small to be seen in the weights proves nothing.
    bool WouldMove(optim.Optimizer optimizer)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var rate = optimizer.ParamGroups.Max(group => group.LearningRate);
        var view = new OptimizerView(optimizer);
        return parameters.Any(p => view.Has(p.Parameter) && p.Parameter.grad is { is_sparse: false } gradient
            && rate * Norms.LargestMagnitude(gradient) > LeastSeen(p.Parameter) * Norms.LargestMagnitude(p.Parameter));
    }
}
