using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// A penalty on how a model's outputs, or its losses, change with its inputs: (λ/2) times a weighted mean over rows of a squared
/// norm of derivatives. Its own gradient differentiates a backward pass once more.
/// </summary>
/// <remarks>
/// <para>
/// <c>TrainingOptions.InputPenalty</c> adds it to each step; a loop of one's own adds its <c>Value</c> to the loss. Steps with it
/// go by autograd, and cost several without.
/// </para>
/// <para>
/// It can't work where inputs are whole numbers (an embedding's), where rows are sparse, and where a layer's backward pass can't
/// be differentiated, as cuDNN's recurrent layers and <c>grid_sample</c>: libtorch then says so, and so does this. An
/// <c>autograd.Function</c> of one's own must be made of differentiable operators in its backward pass too; where it is not, the
/// penalty's gradient silently lacks its part. With batch normalization rows depend on each other, and a row's derivative is of
/// all rows' sum. A ReLU network is linear by pieces: its kinks have no part in it.
/// </para>
/// </remarks>
public abstract class InputPenalty
{
    private protected InputPenalty(double lambda) => Lambda = Require.NonNegative(lambda);

    /// <summary>λ.</summary>
    public double Lambda { get; }

    /// <summary>The name in ledgers, with λ.</summary>
    public abstract string Name { get; }

    /// <summary>The squared norms, one for each row, differentiable.</summary>
    /// <param name="input">The rows that the output was made of; they require a gradient.</param>
    /// <param name="output">What the model made of them.</param>
    /// <param name="rowLosses">Their losses, n.</param>
    private protected abstract Tensor RowNorms(Tensor input, Tensor output, Func<Tensor> rowLosses);

    /// <summary>Whether it asks for the loss, so that rows must have losses of their own.</summary>
    internal virtual bool IsOfLoss => false;

    /// <summary>Itself with other random numbers, the same at each call, which a ledger draws.</summary>
    internal virtual InputPenalty ForLedger() => this;

    /// <summary>The penalty on a batch: each row counts by its weight, Σ cᵢsᵢ/(n·c̄).</summary>
    internal Tensor Of(Tensor input, Tensor output, Dataset batch, Loss loss, double? meanWeight) => Mean(
        RowNorms(input, output, () => loss.Each(output, batch.Targets)), batch.Weights, meanWeight);

    private protected Tensor Mean(Tensor rowNorms, Tensor? weights, double? meanWeight)
    {
        var mean = weights is null ? rowNorms.mean() : Loss.Mean(rowNorms * weights.to(rowNorms.dtype), weights, meanWeight);
        return mean * Scalars.Of(Lambda / 2);
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
