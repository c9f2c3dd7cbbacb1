using static TorchSharp.torch;

namespace TorchReg.Figures;

/// <summary>A weight matrix over pixels as images: what each unit looks for. White is exactly 0.</summary>
public static class WeightImages
{
    /// <summary>An image for each row of W.</summary>
    /// <param name="weight">W, units × (height·width).</param>
    /// <param name="title">The heading.</param>
    /// <param name="height">Pixels down. Default 28.</param>
    /// <param name="width">Pixels across. Default 28.</param>
    /// <exception cref="ArgumentException">W has another number of columns.</exception>
    public static ImageGrid Of(Tensor weight, string title = "", int height = 28, int width = 28)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Dimensions != 2 || weight.shape[1] != height * width)
            throw new ArgumentException(
                $"weight must be units × {height * width} ({height}×{width} pixels); given [{string.Join("×", weight.shape)}].",
                nameof(weight));
        using var scope = NewDisposeScope();
        var numbers = weight.detach().to(CPU).to(ScalarType.Float64).contiguous().data<double>().ToArray();
        return new([.. numbers.Chunk(height * width).Select((row, unit) => new Picture($"{unit}", row))], height, width)
        {
            Title = title
        };
    }
}
