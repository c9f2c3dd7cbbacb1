using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// An optimizer with parameter groups, options and a state for each parameter, found by the parameter's handle.
/// </summary>
public abstract partial class OptimizerHelper : optim.Optimizer
{
    protected OptimizerOptions _defaults = null!;
    protected OrderedDict<IntPtr, OptimizerState> _state = new();

    public OptimizerHelper() : base(0) { }

    private protected override void Release()
    {
        foreach (var (_, state) in _state) (state as IDisposable)?.Dispose();
        _state.Clear();
    }

    public override void add_param_group(ParamGroup param_group)
    {
        if (param_group?.Parameters is null) throw Null("parameters");
        if (Rule?.NewOptions() is { } options)
        {
            param_group.Options ??= options;
            param_group.Options.CompleteFrom(_defaults);
        }
        _parameter_groups.Add(param_group);
        param_group.Parameters = param_group.Parameters.ToArray();
        param_group.Slots = param_group.Parameters.Select(
            parameter => (parameter, StateOf(parameter, param_group.Options))).ToArray();
    }

    OptimizerState StateOf(Parameter parameter, OptimizerOptions options)
    {
        if (Rule?.NewState(parameter) is not { } state) return null!;
        _state[parameter.Handle] = state;
        state.Initialize(options);
        return state;
    }

    /// <summary>Null for an optimizer of a user's own, which has a step of its own.</summary>
    private protected virtual OptimizerRule? Rule => null;

    private protected override void Update(ParamGroup group)
    {
        if (Rule is { } rule) rule.Update(group);
        else base.Update(group);
    }

    private protected void AddGroups(OptimizerOptions defaults, double lr, IEnumerable<ParamGroup> groups)
    {
        (defaults.LearningRate, defaults.InitialLearningRate) = (lr, lr);
        _defaults = defaults;
        foreach (var group in groups) add_param_group(group);
    }

    private protected static void Require(bool valid, string message)
    {
        if (!valid) throw new ArgumentException(message);
    }

    public override IEnumerable<Parameter> parameters() => base.parameters();

    /// <summary>Leaves zeros: a parameter without a gradient of its own keeps decaying.</summary>
    public override void zero_grad()
    {
        for (var i = 0; i < _parameter_groups.Count; i++)
            foreach (var (parameter, _) in _parameter_groups[i].Slots) Gradient.Zero(parameter);
    }

    public void to(Device device)
    {
        foreach (var (_, state) in _state) state.to(device);
    }

    /// <summary>
    /// For optimizers written in C#: evaluates the closure with gradients, then calls the body for each group without.
    /// </summary>
    protected Tensor _step<T>(Action<T> body, Func<Tensor>? loss_closure = null) where T : ParamGroup
    {
        var loss = Evaluate(loss_closure);
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _parameter_groups) body((T)group);
        return loss!;
    }
}
