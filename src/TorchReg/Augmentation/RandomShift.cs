using static TorchSharp.torch;

namespace TorchReg.Augmentation;

/// <summary>Moves each image by whole pixels, (dx, dy) uniform in {−s, …, s}².</summary>
/// <remarks>P. Y. Simard, D. Steinkraus, J. C. Platt, Best practices for convolutional neural networks applied to visual document
/// analysis, ICDAR 2003, section 2.</remarks>
public sealed class RandomShift : ImageAugmentation
{
    readonly int maxPixels;

    /// <summary>Moves images.</summary>
    /// <param name="maxPixels">s, how far at most, 0 or more.</param>
    /// <param name="height">Of images that come as rows. Default 28.</param>
    /// <param name="width">Of images that come as rows. Default 28.</param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    public RandomShift(int maxPixels, int height = 28, int width = 28, ulong? seed = null)
        : base(nameof(RandomShift), Require.AtLeast(0, maxPixels) > 0, height, width, seed) => this.maxPixels = maxPixels;

    private protected override Tensor Change(Tensor images) => Along(3, Along(2, images));

    // Pixel i comes from pixel i − d.
    Tensor Along(int axis, Tensor images)
    {
        var (rows, size) = (images.shape[0], images.shape[axis]);
        var source =
            arange(Scalars.Of(0), Scalars.Of(size), Scalars.One, ScalarType.Int64, images.device).unsqueeze(0)
            - WholePerImage(-maxPixels, maxPixels, images);
        var isInside = source.ge(Scalars.Of(0)).logical_and(source.lt(Scalars.Of(size)));
        long[] shape = axis == 2 ? [rows, 1, size, 1] : [rows, 1, 1, size];
        var index = source.clamp(Scalars.Of(0), Scalars.Of(size - 1)).reshape(shape).expand(images.shape);
        return images.gather(axis, index) * isInside.reshape(shape).to(images.dtype);
    }
}
