using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>
/// The optimizers that are known from within. One that is not in this list works in the loss and by its gradient, and is refused
/// elsewhere by name: LBFGS, whose line model must see the whole objective and which keeps its memory to itself, and a user's
/// own.
/// </summary>
static class KnownOptimizers
{
    static readonly NamedList<OptimizerAdapter> list = new(
    [
        new SgdAdapter(), new ASGDAdapter(), new AdamAdapter(), new AdamWAdapter(), new NAdamAdapter(), new RAdamAdapter(),
        new AdamaxAdapter(), new RMSPropAdapter(), new AdagradAdapter(), new AdadeltaAdapter(), new RpropAdapter(),
    ], adapter => adapter.Setting);

    internal static IReadOnlyList<OptimizerAdapter> All => list.All;

    /// <summary>Adds one of an optimizer that is not torch's until the result is disposed of.</summary>
    internal static IDisposable Add(OptimizerAdapter adapter) => list.Add(adapter);

    /// <summary>The adapter of an optimizer's class; null for a class that is not known.</summary>
    internal static OptimizerAdapter? For(optim.Optimizer optimizer)
    {
        foreach (var adapter in All)
            if (adapter.Type == optimizer.GetType()) return adapter;
        return null;
    }

    /// <summary>The adapter of a name in configurations, sgd, adam, adamW, in any case; null for an unknown one.</summary>
    internal static OptimizerAdapter? Find(string setting) => list.Find(setting);

    /// <summary>"SGD, ASGD, Adam".</summary>
    internal static string Names(IEnumerable<OptimizerAdapter> adapters) =>
        string.Join(", ", adapters.Select(adapter => adapter.Name));
}
