using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Adam with Nesterov's momentum and a momentum that grows with t (Dozat 2016).
/// The product for the next step holds μ once more than in torch: so it is in TorchSharp.
/// </summary>
public partial class NAdam : OptimizerHelper, optim.IBetas
{
    static readonly Op div = new("div.Scalar"), sqrt = new("sqrt_"), addScalar = new("add_.Scalar"), addcdiv = new("addcdiv_");

    static void Check(Options options)
    {
        Moments.CheckUpToOne(options.LearningRate, options.beta1, options.beta2, options.eps, options.weight_decay);
        Require(options.momentum_decay >= 0, $"Invalid momentum_decay value: {options.momentum_decay}");
    }

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        var (beta1, rate) = (options.beta1!.Value, options.LearningRate!.Value);
        state.step++;
        double Mu(long step) => beta1 * (1 - 0.5 * Math.Pow(0.96, step * options.momentum_decay!.Value));
        var (mu, next) = (Mu(state.step), Mu(state.step + 1));
        state.mu_product *= mu;
        Moments.Track(gradient, state.exp_avg, state.exp_avg_sq, beta1, options.beta2!.Value);
        using var divisor = div.Raw(state.exp_avg_sq, 1 - Math.Pow(options.beta2.Value, state.step));
        sqrt.Raw(divisor).Dispose();
        addScalar.Raw(divisor, options.eps!.Value).Dispose();
        addcdiv.Into(parameter, gradient, divisor, -rate * (1 - mu) / (1 - state.mu_product));
        addcdiv.Into(parameter, state.exp_avg, divisor, -rate * next / (1 - state.mu_product * next));
    }

    public sealed partial class State
    {
        public long step;
        public double mu_product;
        public Tensor exp_avg = null!, exp_avg_sq = null!;

        public override void Initialize(OptimizerOptions options)
        {
            mu_product = 1;
            exp_avg = New.ZerosLike(_parameter);
            exp_avg_sq = New.ZerosLike(_parameter);
        }

        private protected override void Each(Fields fields) =>
            fields.On(ref step).On(ref mu_product).On(ref exp_avg).On(ref exp_avg_sq);
    }
}
