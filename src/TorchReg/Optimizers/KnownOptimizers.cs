using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>
/// The optimizers that are known from within. One that is not in this list works in the loss and by its gradient, and is refused
/// elsewhere by name: LBFGS, whose line model must see the whole objective and which keeps its memory to itself, and a user's
/// own.
/// </summary>
static class KnownOptimizers
{
    internal static IReadOnlyList<OptimizerAdapter> All { get; } =
    [
        new SgdAdapter(), new ASGDAdapter(), new AdamAdapter(), new AdamWAdapter(), new NAdamAdapter(), new RAdamAdapter(),
        new AdamaxAdapter(), new RMSPropAdapter(), new AdagradAdapter(), new AdadeltaAdapter(), new RpropAdapter(),
    ];

    /// <summary>The adapter of an optimizer's class; null for a class that is not known.</summary>
    internal static OptimizerAdapter? For(optim.Optimizer optimizer)
    {
        foreach (var adapter in All)
            if (adapter.Type == optimizer.GetType()) return adapter;
        return null;
    }

    /// <summary>"SGD, ASGD, Adam".</summary>
    internal static string Names(IEnumerable<OptimizerAdapter> adapters) =>
        string.Join(", ", adapters.Select(adapter => adapter.Name));
}
