using static TorchSharp.torch;

namespace TorchReg.Augmentation;

/// <summary>Turns each image about its middle by an angle uniform in [−a, a], its pixels interpolated bilinearly.</summary>
/// <remarks>As torchvision's <c>RandomRotation</c> with bilinear interpolation.</remarks>
public sealed class RandomRotation : ImageAugmentation
{
    readonly double most;

    /// <summary>Turns images.</summary>
    /// <param name="degrees">a, from 0 to 180.</param>
    /// <param name="height">Of images that come as rows. Default 28.</param>
    /// <param name="width">Of images that come as rows. Default 28.</param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    public RandomRotation(double degrees, int height = 28, int width = 28, ulong? seed = null)
        : base(nameof(RandomRotation), Require.NonNegative(degrees) > 0, height, width, seed) =>
        most =
            degrees <= 180
                ? degrees * Math.PI / 180
                : throw new ArgumentOutOfRangeException(
                    nameof(degrees),
                    FormattableString.Invariant($"degrees must be from 0 to 180; given {degrees}."));

    private protected override Tensor Change(Tensor images) => Turned(images, PerImage(-most, most, images));

    /// <summary>
    /// Each image turned by its angle, n × 1 radians. Where pixel (x, y) looks is the rotated place, in halves of width and
    /// height.
    /// </summary>
    internal static Tensor Turned(Tensor images, Tensor angles)
    {
        var aspect = (double)images.shape[2] / images.shape[3];
        var (cos, sin, none) = (angles.cos(), angles.sin(), zeros_like(angles));
        var turn = cat([cos, sin * Scalars.Of(-aspect), none, sin / Scalars.Of(aspect), cos, none], 1).reshape(-1, 2, 3);
        // The default, said because libtorch warns on every call where it is left out.
        var grid = nn.functional.affine_grid(turn.to(images.dtype), images.shape, align_corners: false);
        return nn.functional.grid_sample(images, grid, align_corners: false);
    }
}
