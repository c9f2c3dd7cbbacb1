using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>
/// Adam's and AdamW's ε where Keras has it: w −= η·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε̂), beside √v before its bias is corrected.
/// torch's stands beside √v̂ = √v/√(1 − β₂ᵗ): the same step where ε = ε̂/√(1 − β₂ᵗ), which falls from step to step.
/// </summary>
/// <remarks>
/// D. P. Kingma, J. Ba, Adam, ICLR 2015, end of section 2, which has ε̂; https://keras.io/api/optimizers/adam/, whose default is
/// 1e-7.
/// </remarks>
public static class EpsilonHat
{
    /// <summary>
    /// Sets the optimizer's ε for the step to come: call it before every <c>optimizer.step()</c>, after backward.
    /// </summary>
    /// <param name="optimizer">Adam or AdamW, with AMSGrad or without.</param>
    /// <param name="epsilonHat">ε̂, above 0. Keras's default is 1e-7.</param>
    /// <exception cref="NotSupportedException">
    /// Another optimizer, or one group's parameters have taken different numbers of steps.
    /// </exception>
    public static void Set(optim.Optimizer optimizer, double epsilonHat)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Require.Positive(epsilonHat);
        if (KnownOptimizers.For(optimizer) is not { HasEpsilonHat: true } adapter)
            throw new NotSupportedException(
                $"ε̂ is an option of Adam and AdamW; given {optimizer.GetType().Name}, whose ε stands elsewhere: set its " +
                "own eps.");
        var states = OptimizerView.States(optimizer).GetEnumerator();
        foreach (var group in optimizer.ParamGroups.OfType<ParamGroup>())
            adapter.PutEpsilonHat(group.Options, epsilonHat, Finished(adapter, group, ref states) + 1);
    }

    // Parameters without a gradient are not stepped, and may lag behind.
    static long Finished(OptimizerAdapter adapter, ParamGroup group, ref List<OptimizerState>.Enumerator states)
    {
        long? finished = null;
        foreach (var parameter in group.Parameters)
        {
            states.MoveNext();
            using var gradient = parameter.grad;
            if (gradient is null) continue;
            var own = adapter.Step(states.Current)!.Value;
            if (finished is { } other && other != own)
                throw new NotSupportedException(
                    $"Parameters of one group have taken {other} and {own} steps, and ε is the group's: with ε̂, give those " +
                    "that have no gradient at times a group of their own.");
            finished = own;
        }
        return finished ?? 0;
    }
}
