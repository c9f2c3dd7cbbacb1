using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>SGD with a falling rate η; the state keeps the average ax of the parameters (Polyak, Juditsky 1992).</summary>
public partial class ASGD : OptimizerHelper
{
    static readonly Op mul = new("mul_.Scalar"), add = new("add_.Tensor"), copy = new("copy_"), lerp = new("lerp_.Scalar");

    static void Check(Options options) =>
        Require(options.LearningRate >= 0, $"Invalid learning rate: {options.LearningRate}");

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

    public sealed partial class State
    {
        public long step;
        public double eta;
        public double mu;
        public Tensor ax = null!;

        public override void Initialize(OptimizerOptions options)
        {
            eta = options.LearningRate!.Value;
            mu = 1;
            ax = New.ZerosLike(_parameter);
        }

        private protected override void Each(Fields fields) => fields.On(ref step).On(ref eta).On(ref mu).On(ref ax);
    }

    public partial class ParamGroup
    {
        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6,
            double weight_decay = 0)
            : base(
                parameters,
                new Options { LearningRate = lr, lambd = lambd, alpha = alpha, t0 = t0, weight_decay = weight_decay })
        { }
    }
}
