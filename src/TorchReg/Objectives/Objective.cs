using TorchReg.Data;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// J(w) = loss(model(x), y) + penalties(w) on a batch: puts the gradient of the loss (and of penalties in
/// <see cref="PenaltyMode.Loss"/>) into <c>.grad</c> and returns the data loss.
/// </summary>
public sealed class Objective
{
    readonly ObjectiveForm form;

    Objective(ObjectiveForm form, LossScale? scale = null) => (this.form, Scale) = (form, scale);

    /// <summary>By which it multiplies the gradients; null where it does not.</summary>
    internal LossScale? Scale { get; }

    /// <summary>
    /// "closed form", "by layers", "autograd" or, in another <see cref="Precision"/>, "autograd in bfloat16". A chain of layers
    /// that by-layers gradients do not fit in a step, because of a hook or of the rows, takes that step by autograd: then it is
    /// what the last step was.
    /// </summary>
    public string Kind => form.Kind;

    /// <summary>Frees the memory that is kept from step to step; the next step makes it anew.</summary>
    internal void Release() => form.Release();

    /// <summary>
    /// Sets .grad to factor times the gradient (accumulating: increases it by that) and returns the data loss.
    /// </summary>
    /// <param name="batch">The rows, on the model's device.</param>
    /// <param name="accumulate">False: .grad starts at 0.</param>
    /// <param name="factor">1, or 1/k where k batches make one step.</param>
    /// <param name="meanWeight">
    /// As in <see cref="Loss.Value"/>: the mean weight of the data set that the batch is of; null for the batch's own.
    /// </param>
    public BatchLoss Backward(Dataset batch, bool accumulate = false, double factor = 1, double? meanWeight = null) =>
        form.Backward(batch, accumulate, factor, meanWeight);

    /// <summary>
    /// The objective of a model: the exact gradient in closed form where model and loss have it (a linear layer alone, with
    /// cross-entropy or a squared error); by layers, without a graph and without garbage, where the model is a chain of layers
    /// (<c>nn.Sequential</c>, <c>Mlp</c> and the linear models, of <c>Linear</c>, <c>ReLU</c>, <c>LeakyReLU</c>, <c>Tanh</c>,
    /// <c>Sigmoid</c>, <c>GELU</c>, <c>LayerNorm</c>, <c>Dropout</c>, this library's dropouts and noises, <c>Flatten</c>) in
    /// float32 or float64 on the CPU; by autograd for everything else. A closed form does not run the layer's forward hooks; it
    /// holds the parameters that the model has now, so make it after moving the model. By layers, a model with forward hooks
    /// goes through autograd as long as it has them.
    /// </summary>
    public static Objective Of(nn.Module<Tensor, Tensor> model, Loss loss, Regularization? regularization = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        regularization?.ExpectOf(model);
        var isClosed = regularization is not { ActsInLoss: true };
        return new(
            isClosed && LinearPart.Of(model) is { } linear && InClosedForm(linear, loss) is { } closed
                ? closed
                : ModelChain.Of(model) is { } chain
                    ? new ChainObjective(model, chain, loss, regularization)
                    : new AutogradObjective(model, loss, regularization));
    }

    static ClosedForm? InClosedForm(LinearPart linear, Loss loss) =>
        loss.IsPlainCrossEntropy ? new SoftmaxObjective(linear, loss)
        : loss.TimesHalfSquaredError is { } times ? new SquaredErrorObjective(linear, loss, times)
        : null;

    /// <summary>Autograd's objective, whatever the model: what the others are held against.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">The data loss.</param>
    /// <param name="regularization">The penalties on the model; none where null.</param>
    /// <param name="inputPenalty">A penalty on derivatives by the inputs, which only autograd has; none where null.</param>
    /// <exception cref="ArgumentException">The penalty needs losses of rows, and this loss has none.</exception>
    public static Objective ByAutograd(
        nn.Module<Tensor, Tensor> model, Loss loss, Regularization? regularization = null, InputPenalty? inputPenalty = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        regularization?.ExpectOf(model);
        if (inputPenalty is { IsOfLoss: true } && loss.Joint is not null)
            throw new ArgumentException(
                $"{inputPenalty} needs a loss of each row, and of {loss.Name} rows have none by themselves: take " +
                "JacobianPenalty.", nameof(inputPenalty));
        return new(new AutogradObjective(model, loss, regularization, inputPenalty));
    }

    /// <summary>Autograd's objective with products in a low precision, or with its loss scaled.</summary>
    /// <exception cref="ArgumentException">The model has no layer for that precision.</exception>
    internal static Objective InPrecision(
        nn.Module<Tensor, Tensor> model, Loss loss, Regularization? regularization, Precision precision, LossScaling? scaling)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        regularization?.ExpectOf(model);
        var scale = scaling is null ? null : new LossScale(scaling);
        var low = precision == Precision.Float32 ? null : new LowPrecision(model, precision);
        return new(new AutogradObjective(model, loss, regularization, null, low, scale), scale);
    }
}
