using TorchReg.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// Keeps denormal numbers out of an optimizer's running means. Without it a network with dead units trains several times slower: their
/// means fall by a constant factor a step and stay in the denormal range for ever.
/// </summary>
sealed class OptimizerMoments(optim.Optimizer optimizer)
{
    // A mean gets there within a thousand steps at β = 0.9, so this often is enough, and costs nothing that can be measured.
    internal const int Interval = 64;

    Tensor[]? means;

    /// <summary>Call it after every <see cref="Interval"/> steps. The change is below 1.2·10⁻³⁸.</summary>
    internal void Flush()
    {
        means ??= [.. (optimizer as OptimizerHelper)?.state_dict().State.SelectMany(Means) ?? []];
        foreach (var mean in means) Denormals.Flush(mean);
    }

    static IEnumerable<Tensor> Means(OptimizerState state) => (state switch
    {
        Adam.State s => new[] { s.exp_avg, s.exp_avg_sq },
        AdamW.State s => [s.exp_avg, s.exp_avg_sq],
        RMSProp.State s => [s.square_avg, s.momentum_buffer, s.grad_avg],
        SGD.State s => [s.momentum_buffer],
        _ => [],
    }).OfType<Tensor>();
}
