using TorchSharp.Interop;

namespace TorchSharp.Modules;

/// <summary>SGD with a falling rate η; the state keeps the average ax of the parameters (Polyak, Juditsky 1992).</summary>
public partial class ASGD : OptimizerHelper
{
    static readonly OptimizerRule rule = new OptimizerRule<Options, State>(
        parameter => new State(parameter), options => (options.maximize!.Value, options.weight_decay!.Value), Move);
    static readonly Op mul = new("mul_.Scalar"), add = new("add_.Tensor"), copy = new("copy_"), lerp = new("lerp_.Scalar");

    public ASGD(
        IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 0.0001, double alpha = 0.75, double t0 = 1000000,
        double weight_decay = 0, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, lambd, alpha, t0, weight_decay, maximize) { }

    public ASGD(
        IEnumerable<ParamGroup<Options>> parameters, double lr = 0.01, double lambd = 0.0001, double alpha = 0.75,
        double t0 = 1000000, double weight_decay = 0, bool maximize = false)
    {
        Require(lr >= 0, $"Invalid learning rate: {lr}");
        AddGroups(
            new Options { maximize = maximize, lambd = lambd, alpha = alpha, weight_decay = weight_decay, t0 = t0 }, lr,
            parameters);
    }

    private protected override OptimizerRule Rule => rule;

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        var (rate, decay) = (options.LearningRate!.Value, options.lambd!.Value);
        state.step++;
        mul.Into(parameter, 1 - decay * state.eta);
        add.Into(parameter, gradient, -state.eta);
        if (state.mu == 1) copy.Into(state.ax, parameter);
        else lerp.Into(state.ax, parameter, state.mu);
        state.eta = rate / Math.Pow(1 + decay * rate * state.step, options.alpha!.Value);
        state.mu = 1 / Math.Max(1, state.step - options.t0!.Value);
    }
}
