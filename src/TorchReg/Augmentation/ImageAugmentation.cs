using TorchReg.Layers;
using static TorchSharp.torch;

namespace TorchReg.Augmentation;

/// <summary>
/// A layer that changes images at random in training mode and gives them unchanged in eval mode: the first layer of a model, so
/// that every training step sees new images and every evaluation the real ones, in any loop and in <c>Trainer.Fit</c>.
/// </summary>
/// <remarks>Input: n × (height·width) rows of pixels, or n × channels × height × width. Every image gets its own change, the same
/// in all its channels. What comes in from outside the image is 0. Noise for images is <see cref="GaussianNoise"/>.</remarks>
public abstract class ImageAugmentation : NoiseLayer
{
    readonly int height, width;

    private protected ImageAugmentation(string name, bool acts, int height, int width, ulong? seed) : base(name, acts, seed) =>
        (this.height, this.width) = (Require.AtLeast(1, height), Require.AtLeast(1, width));

    /// <summary>The images, n × channels × height × width, each changed at random.</summary>
    private protected abstract Tensor Change(Tensor images);

    /// <inheritdoc/>
    protected sealed override Tensor Noisy(Tensor input) => Change(AsImages(input)).reshape(input.shape);

    Tensor AsImages(Tensor input)
    {
        if (input.Dimensions == 4) return input;
        if (input.Dimensions == 2 && input.shape[1] == height * width) return input.reshape(input.shape[0], 1, height, width);
        throw new ArgumentException(
            $"{name}: images are n×{height * width} ({height}×{width} pixels) or n×channels×height×width; given " +
            $"[{string.Join("×", input.shape)}].",
            nameof(input));
    }

    /// <summary>One number for each image from low to high: n × 1, float32 at least.</summary>
    private protected Tensor PerImage(double low, double high, Tensor images) =>
        Noise.Uniform(
            low,
            high,
            [images.shape[0], 1],
            images.dtype == ScalarType.Float64 ? images : images.to(ScalarType.Float32));

    /// <summary>One whole number for each image from low to high, both included: n × 1, int64.</summary>
    private protected Tensor WholePerImage(long low, long high, Tensor images) =>
        PerImage(low, high + 1, images).floor().clamp(Scalars.Of(low), Scalars.Of(high)).to(ScalarType.Int64);
}
