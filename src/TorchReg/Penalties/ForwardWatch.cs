using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Sees a model's forward passes with gradients in a loop's first steps: at which weights each ran. From that follows whether a line
/// stands before or after the optimizer's step, and whether none stands there at all. A closed form runs no forward pass: then
/// nothing is seen, and nothing follows.
/// </summary>
sealed class ForwardWatch
{
    readonly Action remove;

    /// <summary>Hooks the model; its hook holds the listener weakly and takes itself off when that is gone.</summary>
    internal ForwardWatch(nn.Module model, Action onForward)
    {
        var listener = new WeakReference<Action>(onForward);
        remove = Hook(model, _ =>
        {
            if (!is_grad_enabled()) return;
            if (listener.TryGetTarget(out var target)) target();
            else remove!();
        });
    }

    // Modules of other signatures have no common type to hook.
    static Action Hook(nn.Module model, Action<nn.Module> hook) => model switch
    {
        nn.Module<Tensor, Tensor> m => m.register_forward_pre_hook(hook).remove,
        nn.Module<Tensor, Tensor, Tensor> m => m.register_forward_pre_hook(hook).remove,
        nn.Module<Tensor, Tensor, Tensor, Tensor> m => m.register_forward_pre_hook(hook).remove,
        _ => () => { },
    };

    internal void Stop() => remove();
}
