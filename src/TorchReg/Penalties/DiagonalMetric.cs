using TorchReg.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// The step size of each element under an adaptive optimizer, read from its state after a step: η/(√v̂ + ε) for Adam and AdamW,
/// η/(√v + ε) for RMSProp and Adagrad. The prox of a proximal step must be taken in that metric.
/// </summary>
/// <remarks>J. Yun, A. C. Lozano, E. Yang, Adaptive proximal gradient methods for structured neural networks, NeurIPS 2021,
/// algorithm 1.</remarks>
sealed class DiagonalMetric
{
    readonly Dictionary<IntPtr, (ParamGroup Group, OptimizerState? State)> entries = [];

    /// <summary>Looks up, once, where each parameter's state lies.</summary>
    internal DiagonalMetric(optim.Optimizer optimizer)
    {
        var states = (optimizer as OptimizerHelper)?.state_dict().State;
        var position = 0;
        foreach (var group in Groups(optimizer))
        foreach (var parameter in group.Parameters)
            entries[parameter.Handle] = (group, states?[position++]);
    }

    internal static bool Knows(optim.Optimizer optimizer) => optimizer is SGD or Adam or AdamW or RMSProp or Adagrad;

    /// <summary>The largest weight decay of the optimizer's groups.</summary>
    internal static double WeightDecay(optim.Optimizer optimizer) => Groups(optimizer).Select(g => g.Options switch
    {
        SGD.Options o => o.weight_decay,
        Adam.Options o => o.weight_decay,
        AdamW.Options o => o.weight_decay,
        RMSProp.Options o => o.weight_decay,
        Adagrad.Options o => o.weight_decay,
        _ => null,
    } ?? 0).DefaultIfEmpty(0).Max();

    /// <summary>η of the group that the parameter is in.</summary>
    /// <exception cref="InvalidOperationException">The optimizer does not have the parameter.</exception>
    internal double LearningRate(ModelParameter parameter) => Entry(parameter).Group.LearningRate;

    /// <summary>The step sizes of a parameter's elements; null where each is the learning rate.</summary>
    internal AdaptiveSteps? StepSizes(ModelParameter parameter)
    {
        var (group, state) = Entry(parameter);
        return (state, group.Options) switch
        {
            (Adam.State s, Adam.Options o) => Adaptive(group.LearningRate, s.step, o.beta2, o.eps, o.amsgrad == true ? s.max_exp_avg_sq : s.exp_avg_sq),
            (AdamW.State s, AdamW.Options o) => Adaptive(group.LearningRate, s.step, o.beta2, o.eps, o.amsgrad == true ? s.max_exp_avg_sq : s.exp_avg_sq),
            (RMSProp.State s, RMSProp.Options o) => new(group.LearningRate, Spread(s, o), 1, o.eps ?? 1e-8),
            (Adagrad.State s, Adagrad.Options o) => new(group.LearningRate / (1 + (s.step - 1) * (o.lr_decay ?? 0)), s.sum, 1, o.eps ?? 1e-10),
            _ => null,
        };
    }

    static AdaptiveSteps Adaptive(double rate, long step, double? beta2, double? eps, Tensor squares) =>
        new(rate, squares, 1 / Math.Sqrt(1 - Math.Pow(beta2 ?? 0.999, step)), eps ?? 1e-8);

    static Tensor Spread(RMSProp.State s, RMSProp.Options o) =>
        o.centered == true ? s.square_avg - s.grad_avg.square() : s.square_avg;

    static IEnumerable<ParamGroup> Groups(optim.Optimizer optimizer) => optimizer.ParamGroups.OfType<ParamGroup>();

    (ParamGroup Group, OptimizerState? State) Entry(ModelParameter parameter) =>
        entries.TryGetValue(parameter.Parameter.Handle, out var entry) ? entry
        : throw new InvalidOperationException($"The optimizer does not have {parameter.Name}: make it from this model's parameters, after moving the model.");
}
