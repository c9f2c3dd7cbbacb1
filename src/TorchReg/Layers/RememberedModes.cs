using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// Each module's own training or eval mode, put back on disposal: a frozen layer in eval mode within a model in training mode
/// stays so.
/// </summary>
sealed class RememberedModes(nn.Module model) : IDisposable
{
    readonly (nn.Module Module, bool Training)[] modes = [.. Tree(model).Select(module => (module, module.training))];

    /// <summary>Gives each module the mode that it is to have.</summary>
    internal void Set(Func<nn.Module, bool> training)
    {
        foreach (var (module, _) in modes) module.train(training(module));
    }

    public void Dispose()
    {
        foreach (var (module, training) in modes) module.train(training);
    }

    // Parents come first, because train() reaches down to the children.
    static IEnumerable<nn.Module> Tree(nn.Module module) => module.children().SelectMany(Tree).Prepend(module);
}
