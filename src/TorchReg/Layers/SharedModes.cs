using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// One model's eval mode for all predictions that are made of it at once: the first sets it, the last puts every module's own
/// mode back. Each for itself, a thread would restore training mode under another's forward pass.
/// </summary>
sealed class SharedModes
{
    static readonly ConditionalWeakTable<nn.Module, SharedModes> ofModels = [];

    readonly Lock gate = new();
    RememberedModes? modes;
    int users;

    /// <summary>Eval mode until what is given back is disposed, and as long as others use it.</summary>
    internal static IDisposable Eval(nn.Module model)
    {
        var shared = ofModels.GetOrCreateValue(model);
        lock (shared.gate)
        {
            if (shared.users == 0)
            {
                shared.modes = new(model);
                shared.modes.Set(_ => false);
            }
            shared.users++;
        }
        return new Use(shared);
    }

    void Leave()
    {
        lock (gate)
            if (--users == 0)
            {
                modes!.Dispose();
                modes = null;
            }
    }

    sealed class Use(SharedModes shared) : IDisposable
    {
        public void Dispose() => shared.Leave();
    }
}
