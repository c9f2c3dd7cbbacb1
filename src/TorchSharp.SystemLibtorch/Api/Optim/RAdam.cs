using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Adam that starts as momentum until the variance of its step is known (Liu et al. 2020).
/// The rectified step is multiplied by lr twice: so it is in TorchSharp.
/// </summary>
public partial class RAdam : OptimizerHelper, optim.IBetas
{
    static readonly Op add = new("add_.Tensor"), addScalar = new("add_.Scalar"), sqrt = new("sqrt"), addcdiv = new("addcdiv_");

    static void Check(Options options) =>
        Moments.CheckUpToOne(options.LearningRate, options.beta1, options.beta2, options.eps, options.weight_decay);

    static void Move(Parameter parameter, RawTensor gradient, State state, Options options)
    {
        var (beta1, beta2, rate) = (options.beta1!.Value, options.beta2!.Value, options.LearningRate!.Value);
        var step = ++state.step;
        var correction = 1 - Math.Pow(beta2, step);
        Moments.Track(gradient, state.exp_avg, state.exp_avg_sq, beta1, beta2);
        var limit = 2 / (1 - beta2) - 1;
        var length = limit - 2 * step * Math.Pow(beta2, step) / correction;
        var size = -rate / (1 - Math.Pow(beta1, step));
        if (length <= 5)
        {
            add.Into(parameter, state.exp_avg, size);
            return;
        }
        var rectified = Math.Sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length));
        using var divisor = sqrt.Raw(state.exp_avg_sq);
        addScalar.Raw(divisor, options.eps!.Value).Dispose();
        addcdiv.Into(parameter, state.exp_avg, divisor, size * rate * rectified * Math.Sqrt(correction));
    }
}
