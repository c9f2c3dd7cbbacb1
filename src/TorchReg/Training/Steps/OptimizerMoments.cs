using TorchReg.Kernels;
using TorchReg.Optimizers;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// Keeps denormal numbers out of an optimizer's running means. Without it a network with dead units trains several times slower:
/// their means fall by a constant factor a step and stay in the denormal range for ever.
/// </summary>
sealed class OptimizerMoments(optim.Optimizer optimizer)
{
    // A mean gets there within a thousand steps at β = 0.9, so this often is enough, and costs nothing that can be measured.
    internal const int Interval = 64;

    Tensor[]? means;

    /// <summary>Call it after every <see cref="Interval"/> steps. The change is below 1.2·10⁻³⁸.</summary>
    internal void Flush()
    {
        means ??= [.. Means()];
        foreach (var mean in means) Denormals.Flush(mean);
    }

    IEnumerable<Tensor> Means()
    {
        if (KnownOptimizers.For(optimizer) is not { } adapter) return [];
        var falling = adapter.Slots.Where(slot => slot.FallsToZero).ToArray();
        return OptimizerView.States(optimizer).SelectMany(state => falling.Select(slot => slot.Get(state))).OfType<Tensor>();
    }
}
