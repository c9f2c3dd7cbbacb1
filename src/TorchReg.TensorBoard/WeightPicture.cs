namespace TorchReg.TensorBoard;

/// <summary>
/// A weight matrix as a picture, a pixel a weight: white is exactly 0, blue negative, red positive, full at the largest
/// magnitude. Rows of weights over square images (784 are 28 × 28) are drawn as such images, side by side.
/// </summary>
sealed class WeightPicture
{
    const int MostPixels = 1024, LeastSide = 5, Tiles = 10, Shades = 32;

    // C. Brewer's RdBu, colorbrewer2.org, from white.
    static readonly int[] negative = [0xffffff, 0xd1e5f0, 0x92c5de, 0x4393c3, 0x2166ac, 0x053061];
    static readonly int[] positive = [0xffffff, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b, 0x67001f];

    readonly double[] weights;
    readonly int units, inputs, side;
    readonly double largest;

    WeightPicture(double[] weights, int units, int inputs)
    {
        (this.weights, this.units, this.inputs) = (weights, units, inputs);
        var root = (int)Math.Round(Math.Sqrt(inputs));
        side = root >= LeastSide && root * root == inputs && units <= Tiles * Tiles ? root : 0;
        (Width, Height) = side == 0 ? (inputs, units)
            : (Math.Min(units, Tiles) * (side + 1), (units + Tiles - 1) / Tiles * (side + 1));
        largest = weights.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
    }

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>Of units × inputs; null where there is nothing to see or it would be larger than 1,024 pixels.</summary>
    internal static WeightPicture? Of(double[] weights, long units, long inputs)
    {
        if (units < 1 || inputs < 2 || units > MostPixels || inputs > MostPixels * MostPixels) return null;
        var picture = new WeightPicture(weights, (int)units, (int)inputs);
        return picture.Width > MostPixels || picture.Height > MostPixels ? null : picture;
    }

    internal byte[] ToPng() => Png.Of(Width, Height, Color);

    int Color(int x, int y) => side == 0 ? ColorOf(weights[(y * inputs) + x]) : OfTile(x, y);

    // A grey line to the right of each image and below it.
    int OfTile(int x, int y)
    {
        var (unit, column, row) = ((y / (side + 1) * Tiles) + (x / (side + 1)), x % (side + 1), y % (side + 1));
        return unit >= units || column == side || row == side ? 0xb8b8b8
            : ColorOf(weights[(unit * inputs) + (row * side) + column]);
    }

    // What is not exactly 0 is not white; what is no number is black.
    int ColorOf(double weight)
    {
        if (!double.IsFinite(weight)) return 0;
        if (weight == 0) return 0xffffff;
        var scale = weight < 0 ? negative : positive;
        var place = Math.Ceiling(Math.Abs(weight) / largest * Shades) / Shades * (scale.Length - 1);
        var below = Math.Min((int)place, scale.Length - 2);
        int Mixed(int shift)
        {
            var (from, to) = ((scale[below] >> shift) & 255, (scale[below + 1] >> shift) & 255);
            return (int)Math.Round(from + ((to - from) * (place - below))) << shift;
        }
        return Mixed(16) | Mixed(8) | Mixed(0);
    }
}
