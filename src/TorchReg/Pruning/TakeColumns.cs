using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>
/// x ↦ x[:, columns]: in front of a model that <see cref="Compaction"/> took inputs from, so that the two take what the whole
/// model took.
/// </summary>
public sealed class TakeColumns : nn.Module<Tensor, Tensor>
{
    readonly Tensor columns;
    readonly int least;

    /// <summary>A layer for these columns.</summary>
    /// <param name="columns">Which, from 0, in the order that they come out: one or more.</param>
    public TakeColumns(IReadOnlyList<int> columns) : base(nameof(TakeColumns))
    {
        ArgumentNullException.ThrowIfNull(columns);
        Require.AtLeast(1, columns.Count);
        foreach (var column in columns) Require.AtLeast(0, column);
        least = columns.Max() + 1;
        this.columns = tensor(columns.Select(column => (long)column).ToArray()).DetachFromDisposeScope();
        RegisterComponents();
    }

    internal long[] Columns => columns.cpu().data<long>().ToArray();

    /// <summary>Rows × the columns, of rows × all.</summary>
    /// <exception cref="ArgumentException">There are fewer columns than it takes from.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() != 2 || input.shape[1] < least)
            throw new ArgumentException(
                $"{nameof(TakeColumns)} takes rows × {least} or more columns; given [{string.Join("×", input.shape)}].");
        return input.index_select(1, columns);
    }
}
