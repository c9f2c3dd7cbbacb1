using static TorchSharp.torch;

namespace TorchReg.Augmentation;

/// <summary>
/// Sets a square of s × s pixels of each image to 0, its middle uniform over the image; what lies outside is cut off.
/// </summary>
/// <remarks>T. DeVries, G. W. Taylor, Improved regularization of convolutional neural networks with cutout, arXiv 1708.04552
/// (2017), section 3.2.</remarks>
public sealed class Cutout : ImageAugmentation
{
    readonly int side;

    /// <summary>Blanks squares.</summary>
    /// <param name="side">s, pixels, 0 or more.</param>
    /// <param name="height">Of images that come as rows. Default 28.</param>
    /// <param name="width">Of images that come as rows. Default 28.</param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    public Cutout(int side, int height = 28, int width = 28, ulong? seed = null)
        : base(nameof(Cutout), Require.AtLeast(0, side) > 0, height, width, seed) => this.side = side;

    private protected override Tensor Change(Tensor images)
    {
        var isHit = Hit(2, images).unsqueeze(2).logical_and(Hit(3, images).unsqueeze(1)).unsqueeze(1);
        return images.masked_fill(isHit, Scalars.Of(0));
    }

    // n × size: which rows, or columns, the square covers.
    Tensor Hit(int axis, Tensor images)
    {
        var size = images.shape[axis];
        var distance =
            arange(Scalars.Of(0), Scalars.Of(size), Scalars.One, ScalarType.Int64, images.device).unsqueeze(0)
            - (WholePerImage(0, size - 1, images) - Scalars.Of(side / 2));
        return distance.ge(Scalars.Of(0)).logical_and(distance.lt(Scalars.Of(side)));
    }
}
