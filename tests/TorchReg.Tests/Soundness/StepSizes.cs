using TorchReg.Tests.TorchApi;

namespace TorchReg.Tests.Soundness;

/// <summary>η of one weight after a step with this gradient.</summary>
delegate double StepSize(double gradient);

/// <summary>The step sizes of adaptive optimizers, from their papers: what the prox of a proximal step is taken with.</summary>
static class StepSizes
{
    /// <summary>By how much a gradient that stays 1 moves a weight in each step: what momentum makes of η.</summary>
    public static StepSize OfRule(OptimizerRules.Rule rule)
    {
        var t = 0;
        return _ => -rule(0, 1, ++t);
    }

    public static StepSize Adam(double rate, double beta, double eps, bool amsgrad = false)
    {
        var (v, top, power) = (0.0, 0.0, 1.0);
        return g =>
        {
            v = beta * v + (1 - beta) * g * g;
            top = Math.Max(top, v);
            power *= beta;
            return rate / (Math.Sqrt((amsgrad ? top : v) / (1 - power)) + eps);
        };
    }

    public static StepSize RmsProp(double rate, double alpha, double eps)
    {
        var v = 0.0;
        return g => rate / (Math.Sqrt(v = alpha * v + (1 - alpha) * g * g) + eps);
    }

    public static StepSize Adagrad(double rate, double decay, double eps)
    {
        var (sum, t) = (0.0, 0);
        return g => rate / (1 + t++ * decay) / (Math.Sqrt(sum += g * g) + eps);
    }
}
