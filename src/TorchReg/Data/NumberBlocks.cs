using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>
/// A growing table of numbers, row by row, kept as tensors of up to 2¹⁶ numbers: it grows without being copied.
/// </summary>
internal sealed class NumberBlocks(int columns, ScalarType type)
{
    private readonly List<Tensor> blocks = [];
    private readonly double[] open = new double[columns * Math.Max(1, (1 << 16) / columns)];
    private int count;

    public void Add(double number)
    {
        open[count++] = number;
        if (count == open.Length) Close();
    }

    /// <summary>All blocks, rows × columns; they belong to the dispose scope that is open.</summary>
    public IReadOnlyList<Tensor> Finish()
    {
        if (count > 0) Close();
        return blocks;
    }

    private void Close()
    {
        using var numbers = tensor(count == open.Length ? open : open[..count], [count / columns, columns]);
        blocks.Add(numbers.to(type, copy: true));   // the buffer is filled again
        count = 0;
    }
}
