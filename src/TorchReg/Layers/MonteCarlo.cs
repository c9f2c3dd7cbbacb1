using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// Mean (1/T) Σ f(xₜ) and variance (1/(T − 1)) Σ (f(xₜ) − mean)² over T passes with the noise on: what a model does not know.
/// </summary>
/// <remarks>Y. Gal, Z. Ghahramani, Dropout as a Bayesian approximation, ICML 2016, section 4 (without the observation noise τ⁻¹).
/// B. P. Welford, Technometrics 4 (1962), for the sums, in float64.</remarks>
public static class MonteCarlo
{
    /// <summary>
    /// Predicts with noise layers (<see cref="IStochastic"/> and TorchSharp's dropouts) in training mode and all others in eval
    /// mode, without a graph. Every module gets back the mode that it was in, and every seeded layer its generator's state:
    /// training goes on as if nothing had been predicted, and the same call gives the same numbers.
    /// </summary>
    /// <param name="model">A model with a noise layer.</param>
    /// <param name="x">What it takes.</param>
    /// <param name="samples">T, 2 or more; the mean's standard error is √(variance/T).</param>
    /// <param name="output">
    /// Applied to each pass's output before it is averaged: <c>z => z.softmax(1)</c> for probabilities. Default: none.
    /// </param>
    /// <returns>Mean and variance, float64, of the output's shape; they belong to the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">There is no noise layer: all passes would be equal.</exception>
    public static (Tensor Mean, Tensor Variance) Predict(
        nn.Module<Tensor, Tensor> model, Tensor x, int samples = 100, Func<Tensor, Tensor>? output = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Require.AtLeast(2, samples);
        if (!model.modules().Prepend(model).Any(IsNoise))
            throw new ArgumentException(
                $"{model.GetType().Name} has no noise layer, so all passes would be equal. Give it one " +
                $"({nameof(InvertedDropout)}, …, or TorchSharp's nn.Dropout), or take " +
                $"{nameof(Prediction)}.{nameof(Prediction.Of)}.",
                nameof(model));
        using var modes = new RememberedModes(model);
        modes.Set(IsNoise);
        using var states = new RememberedNoise(model);
        using var noGrad = no_grad();
        return Moments(() => (output ?? (z => z))(model.call(x)), samples);
    }

    static bool IsNoise(nn.Module module) =>
        module is IStochastic or Dropout or Dropout1d or Dropout2d or Dropout3d or AlphaDropout or FeatureAlphaDropout;

    static (Tensor Mean, Tensor Variance) Moments(Func<Tensor> pass, int samples)
    {
        using var scope = NewDisposeScope();
        var mean = First(pass);
        var squares = zeros_like(mean);
        for (var t = 2; t <= samples; t++)
        {
            using var step = NewDisposeScope();
            var deviation = pass().to(ScalarType.Float64) - mean;
            mean.add_(deviation / Scalars.Of(t), Scalars.One);
            squares.addcmul_(deviation, deviation, Scalars.Of((t - 1.0) / t));
        }
        return (mean.MoveToOuterDisposeScope(), squares.div_(Scalars.Of(samples - 1)).MoveToOuterDisposeScope());
    }

    static Tensor First(Func<Tensor> pass)
    {
        using var step = NewDisposeScope();
        return pass().to(ScalarType.Float64, copy: true).MoveToOuterDisposeScope();
    }
}
