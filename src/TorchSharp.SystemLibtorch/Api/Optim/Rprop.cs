using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// A step size for each weight, grown while the gradient keeps its sign and shrunk when it turns (Riedmiller, Braun 1993).
/// </summary>
public partial class Rprop : OptimizerHelper
{
    static readonly Op mul = new("mul.Tensor"), mulInplace = new("mul_.Tensor"), gt = new("gt.Scalar"), lt = new("lt.Scalar"),
        onesLike = new("ones_like"), fill = new("masked_fill_.Scalar"), fillCopy = new("masked_fill.Scalar"),
        clamp = new("clamp_"),
        sign = new("sign"), addcmul = new("addcmul_"), copy = new("copy_");

    static void Check(Options options)
    {
        Require(options.LearningRate >= 0, $"Invalid learning rate: {options.LearningRate}");
        Require(options.etaminus is > 0 and < 1, $"Invalid etaminus: {options.etaminus}");
        Require(options.etaplus > 1, $"Invalid etaplus: {options.etaplus}");
    }

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

    public sealed partial class State
    {
        public long step;
        public Tensor prev = null!, step_size = null!;

        public override void Initialize(OptimizerOptions options)
        {
            prev = New.ZerosLike(_parameter);
            step_size = New.FullLike(_parameter, options.LearningRate!.Value);
        }

        private protected override void Each(Fields fields) => fields.On(ref step).On(ref prev).On(ref step_size);
    }
}
