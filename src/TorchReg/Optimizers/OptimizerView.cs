using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>An optimizer with its adapter: where each parameter's group and state lie, looked up once.</summary>
sealed class OptimizerView
{
    readonly Dictionary<IntPtr, ParameterSteps> entries = [];
    readonly optim.Optimizer optimizer;

    readonly bool remembers;

    /// <param name="optimizer">Any.</param>
    /// <param name="remembers">
    /// Whether its memory of each parameter is wanted, which ends when it is disposed; its groups do not.
    /// </param>
    /// <exception cref="ObjectDisposedException">Its memory is wanted and gone.</exception>
    internal OptimizerView(optim.Optimizer optimizer, bool remembers = true)
    {
        (this.optimizer, this.remembers) = (optimizer, remembers);
        Adapter = KnownOptimizers.For(optimizer);
        LookUp();
    }

    /// <summary>Null for an optimizer that is not known.</summary>
    internal OptimizerAdapter? Adapter { get; }

    /// <summary>What it is called in messages.</summary>
    internal string Name => optimizer.GetType().Name;

    /// <summary>Each group's options.</summary>
    internal IEnumerable<OptimizerOptions> Options => optimizer.ParamGroups.OfType<ParamGroup>().Select(group => group.Options);

    /// <summary>What the optimizer remembers of each parameter, in its own order.</summary>
    internal static List<OptimizerState> States(optim.Optimizer optimizer) => ((OptimizerHelper)optimizer).state_dict().State;

    /// <summary>
    /// Whether it can be asked for its parameters. TorchSharp's LBFGS gives other objects for them, which free libtorch's tensors
    /// once more at every enumeration: it is never asked, and taken to have all parameters of the model.
    /// </summary>
    bool ShowsParameters => optimizer is OptimizerHelper;

    /// <summary>Whether the optimizer has the parameter, as far as it tells.</summary>
    internal bool Has(Parameter parameter) => !ShowsParameters || Find(parameter) != null;

    /// <summary>The parameter's place; null where the optimizer does not have it, or does not tell.</summary>
    internal ParameterSteps? Find(Parameter parameter)
    {
        if (entries.TryGetValue(parameter.Handle, out var entry)) return entry;
        // A group may have been added since.
        LookUp();
        return entries.GetValueOrDefault(parameter.Handle);
    }

    List<OptimizerState> Remembered()
    {
        try { return States(optimizer); }
        catch (KeyNotFoundException gone)
        {
            throw new ObjectDisposedException(
                $"The {Name} was disposed, as a Trainer does with its own after training: make a new one.",
                gone);
        }
    }

    void LookUp()
    {
        if (!ShowsParameters) return;
        var states = Adapter == null || !remembers ? null : Remembered();
        var position = 0;
        foreach (var group in optimizer.ParamGroups.OfType<ParamGroup>())
            foreach (var parameter in group.Parameters)
                entries.TryAdd(parameter.Handle, new ParameterSteps(Adapter, group, states?[position++], parameter));
    }
}
