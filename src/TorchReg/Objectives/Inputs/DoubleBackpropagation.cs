using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Double backpropagation, (λ/2)(1/n) Σ‖∂ℓᵢ/∂xᵢ‖²: a small change of an input changes its loss little.
/// </summary>
/// <param name="lambda">λ, finite, 0 or more.</param>
/// <remarks>
/// H. Drucker, Y. LeCun, Improving generalization performance using double backpropagation, IEEE Transactions on Neural
/// Networks 3 (1992), pp. 991–997. Not for the Cox loss, whose rows have no losses of their own.
/// </remarks>
/// <example><code>
/// var x = rows.detach().requires_grad_();
/// var losses = (model.call(x) - y).square().sum(1);
/// (losses.mean() + penalty.Value(x, losses)).backward();
/// </code></example>
public sealed class DoubleBackpropagation(double lambda) : InputPenalty(lambda)
{
    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"DoubleBackpropagation({Lambda})");

    /// <summary>The penalty, for a loop of one's own.</summary>
    /// <param name="input">n rows, a leaf that requires a gradient.</param>
    /// <param name="rowLosses">ℓ of each row, n, made of them by the model.</param>
    /// <exception cref="ArgumentException">They are not made of each other, or of other sizes.</exception>
    /// <exception cref="InvalidOperationException">The backward pass can't be differentiated.</exception>
    public Tensor Value(Tensor input, Tensor rowLosses)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(rowLosses);
        if (rowLosses.Dimensions != 1)
            throw new ArgumentException(
                $"There must be one loss for each row, n numbers; given [{string.Join("×", rowLosses.shape)}].",
                nameof(rowLosses));
        return Mean(RowNorms(input, rowLosses, () => rowLosses), null, null);
    }

    internal override bool IsOfLoss => true;

    private protected override Tensor RowNorms(Tensor input, Tensor output, Func<Tensor> rowLosses)
    {
        var losses = rowLosses();
        return InputGradient.Of(losses, ones_like(losses), input).Squared().sum(1);
    }
}
