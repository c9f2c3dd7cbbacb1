using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// w ← w − lr·v with v = momentum·v + (1 − dampening)·g and g = ∇w + weight_decay·w; with Nesterov v is g + momentum·v.
/// With maximize the whole step, decay included, has the other sign: so it is in TorchSharp.
/// </summary>
public partial class SGD : OptimizerHelper, optim.IMomentum
{
    static readonly OptimizerRule rule = new OptimizerRule<Options, State>(
        parameter => new State(parameter), options => (false, options.weight_decay!.Value), Move);
    static readonly Op add = new("add.Tensor"), addInplace = new("add_.Tensor"), mulInplace = new("mul_.Scalar"),
        clone = new("clone");

    public SGD(
        IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize) { }

    public SGD(
        IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
        bool nesterov = false, bool maximize = false)
    {
        Require(lr >= 0, $"Invalid learning rate: {lr}");
        Require(momentum >= 0, $"Invalid momentum value: {momentum}");
        Require(weight_decay >= 0, $"Invalid weight_decay value: {weight_decay}");
        Require(!nesterov || momentum > 0 && dampening == 0, "Nesterov momentum requires a momentum and zero dampening");
        AddGroups(
            new Options
            {
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize
            },
            lr,
            parameters);
    }

    public double Momentum
    {
        get => ((Options)_defaults).momentum!.Value;
        set => ((Options)_defaults).momentum = value;
    }

    private protected override OptimizerRule Rule => rule;

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        var rate = options.maximize!.Value ? options.LearningRate!.Value : -options.LearningRate!.Value;
        var momentum = options.momentum!.Value;
        if (momentum == 0)
        {
            addInplace.Into(parameter, gradient, rate);
            return;
        }
        if (state.momentum_buffer is null) state.momentum_buffer = clone.Raw(gradient).Keep();
        else
        {
            mulInplace.Into(state.momentum_buffer, momentum);
            addInplace.Into(state.momentum_buffer, gradient, 1 - options.dampening!.Value);
        }
        if (!options.nesterov!.Value)
        {
            addInplace.Into(parameter, state.momentum_buffer, rate);
            return;
        }
        using var ahead = add.Raw(gradient, state.momentum_buffer, momentum);
        addInplace.Into(parameter, ahead, rate);
    }
}
