using TorchSharp.Interop;

namespace TorchSharp.Modules;

/// <summary>
/// A step size for each weight, grown while the gradient keeps its sign and shrunk when it turns (Riedmiller, Braun 1993).
/// </summary>
public partial class Rprop : OptimizerHelper
{
    static readonly OptimizerRule rule = new OptimizerRule<Options, State>(
        parameter => new State(parameter), options => (options.maximize!.Value, 0), Move);
    static readonly Op mul = new("mul.Tensor"), mulInplace = new("mul_.Tensor"), gt = new("gt.Scalar"), lt = new("lt.Scalar"),
        onesLike = new("ones_like"), fill = new("masked_fill_.Scalar"), fillCopy = new("masked_fill.Scalar"),
        clamp = new("clamp_"),
        sign = new("sign"), addcmul = new("addcmul_"), copy = new("copy_");

    public Rprop(
        IEnumerable<Parameter> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
        double max_step = 50, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, etaminus, etaplus, min_step, max_step, maximize) { }

    public Rprop(
        IEnumerable<ParamGroup> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
        double max_step = 50, bool maximize = false)
    {
        Require(lr >= 0, $"Invalid learning rate: {lr}");
        Require(etaminus is > 0 and < 1, $"Invalid etaminus: {etaminus}");
        Require(etaplus > 1, $"Invalid etaplus: {etaplus}");
        AddGroups(
            new Options { etaminus = etaminus, etaplus = etaplus, min_step = min_step, max_step = max_step, maximize = maximize },
            lr, parameters);
    }

    private protected override OptimizerRule Rule => rule;

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        state.step++;
        using var product = mul.Raw(gradient, state.prev);
        using var same = gt.Raw(product, 0);
        using var turned = lt.Raw(product, 0);
        using var factor = onesLike.Raw(product);
        fill.Raw(factor, same, options.etaplus!.Value).Dispose();
        fill.Raw(factor, turned, options.etaminus!.Value).Dispose();
        mulInplace.Into(state.step_size, factor);
        clamp.Into(state.step_size, options.min_step!.Value, options.max_step!.Value);
        using var kept = fillCopy.Raw(gradient, turned, 0);
        using var direction = sign.Raw(kept);
        addcmul.Into(parameter, direction, state.step_size, -1);
        copy.Into(state.prev, kept);
    }
}
