using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Sees a model's forward passes with gradients in a loop's first steps: at which weights each ran. From that follows whether a
/// line stands before or after the optimizer's step, and whether none stands there at all. <c>model.forward(x)</c> runs no hooks
/// of the model, but mostly those of its layers: the first penalized one is watched as well. A closed form runs none at all: then
/// nothing is seen.
/// </summary>
sealed class ForwardWatch
{
    readonly Action[] removes;

    /// <summary>Hooks the model; its hooks hold the listener weakly and take themselves off when that is gone.</summary>
    internal ForwardWatch(nn.Module model, IReadOnlyList<ModelParameter> penalized, Action onForward)
    {
        var listener = new WeakReference<Action>(onForward);
        var owners = penalized.Select(p => p.Layer).ToHashSet();
        var layers = ModelParameters
            .Modules(model)
            .Where(m => m.Name.Length > 0 && owners.Contains(m.Name))
            .Select(m => Hook(m.Module, OnForward));
        removes = [.. new[] { Hook(model, OnForward), layers.FirstOrDefault(remove => remove != null) }.OfType<Action>()];

        void OnForward(nn.Module module)
        {
            if (!is_grad_enabled()) return;
            if (listener.TryGetTarget(out var target)) target();
            else Stop();
        }
    }

    // Modules of other signatures have no common type to hook.
    internal static Action? Hook(nn.Module model, Action<nn.Module> hook) => model switch
    {
        nn.Module<Tensor, Tensor> m => m.register_forward_pre_hook(hook).remove,
        nn.Module<Tensor, Tensor, Tensor> m => m.register_forward_pre_hook(hook).remove,
        nn.Module<Tensor, Tensor, Tensor, Tensor> m => m.register_forward_pre_hook(hook).remove,
        _ => null,
    };

    internal void Stop()
    {
        foreach (var remove in removes) remove();
    }
}
