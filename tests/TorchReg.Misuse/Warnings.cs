using TorchReg.Augmentation;
using static TorchSharp.torch;

namespace TorchReg.Misuse;

/// <summary>
/// What libtorch writes to the error stream: native code does so too, so that only another process can read it.
/// </summary>
static class Warnings
{
    /// <summary>Two calls that leave open what they mean.</summary>
    internal static Case[] Loud =>
    [
        Case.Of("a grid without align_corners", "", () => nn.functional.grid_sample(Image(), Grid())),
        Case.Of("another", "", () => nn.functional.grid_sample(Image(), Grid())),
    ];

    internal static Case[] Silent =>
    [
        Case.Of("a grid with align_corners", "", () => nn.functional.grid_sample(Image(), Grid(), align_corners: false)),
        Case.Of("a rotation by the library", "", () => new RandomRotation(10, seed: 1).call(Image())),
    ];

    static Tensor Image() => ones(1, 1, 2, 2);
    static Tensor Grid() => zeros(1, 2, 2, 2);
}
