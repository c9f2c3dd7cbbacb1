using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>w ← w − lr·g / (√s + ε), s the running mean of g², less the squared running mean of g if centered.</summary>
public partial class RMSProp : OptimizerHelper, optim.IMomentum
{
    static readonly Op mul = new("mul_.Scalar"), add = new("add_.Tensor"), addScalar = new("add_.Scalar"),
    addcmul = new("addcmul"),
        addcmulInplace = new("addcmul_"), addcdiv = new("addcdiv_"), sqrt = new("sqrt");

    static void Check(Options options)
    {
        Require(options.LearningRate >= 0, $"Invalid learning rate: {options.LearningRate}");
        Require(options.eps >= 0, $"Invalid ε: {options.eps}");
        Require(options.alpha >= 0, $"Invalid alpha: {options.alpha}");
        Require(options.momentum >= 0, $"Invalid momentum value: {options.momentum}");
        Require(options.weight_decay >= 0, $"Invalid weight_decay value: {options.weight_decay}");
    }

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        var (alpha, momentum, rate) = (options.alpha!.Value, options.momentum!.Value, options.LearningRate!.Value);
        state.step++;
        mul.Into(state.square_avg, alpha);
        addcmulInplace.Into(state.square_avg, gradient, gradient, 1 - alpha);
        using var divisor = options.centered!.Value ? Centered(gradient, state, alpha) : sqrt.Raw(state.square_avg);
        addScalar.Raw(divisor, options.eps!.Value).Dispose();
        if (momentum > 0)
        {
            mul.Into(state.momentum_buffer, momentum);
            addcdiv.Into(state.momentum_buffer, gradient, divisor);
            add.Into(parameter, state.momentum_buffer, -rate);
        }
        else addcdiv.Into(parameter, gradient, divisor, -rate);
    }

    static RawTensor Centered(RawTensor gradient, State state, double alpha)
    {
        mul.Into(state.grad_avg, alpha);
        add.Into(state.grad_avg, gradient, 1 - alpha);
        using var variance = addcmul.Raw(state.square_avg, state.grad_avg, state.grad_avg, -1);
        return sqrt.Raw(variance);
    }

    public sealed partial class State
    {
        public long step;
        public Tensor square_avg = null!, momentum_buffer = null!, grad_avg = null!;

        public override void Initialize(OptimizerOptions options)
        {
            square_avg = New.ZerosLike(_parameter);
            grad_avg = New.ZerosLike(_parameter);
            momentum_buffer = New.ZerosLike(_parameter);
        }

        private protected override void Each(Fields fields) =>
            fields.On(ref step).On(ref square_avg).Maybe(ref momentum_buffer).Maybe(ref grad_avg);
    }

    public partial class ParamGroup
    {
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double eps = 1e-8, double alpha = 0.99, double weight_decay = 0,
            double momentum = 0, bool centered = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                eps = eps,
                alpha = alpha,
                weight_decay = weight_decay,
                momentum = momentum,
                centered = centered,
            })
        {
        }
    }
}
