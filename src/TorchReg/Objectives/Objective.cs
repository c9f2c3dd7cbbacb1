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

    Objective(ObjectiveForm form) => this.form = form;

    /// <summary>"closed form" or "autograd".</summary>
    public string Kind => form.Kind;

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
    /// cross-entropy or a squared error), autograd for everything else. A closed form does not run the layer's forward hooks; it
    /// holds the parameters that the model has now, so make it after moving the model.
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
                : new AutogradObjective(model, loss, regularization));
    }

    static ClosedForm? InClosedForm(LinearPart linear, Loss loss) =>
        loss.IsPlainCrossEntropy ? new SoftmaxObjective(linear, loss)
        : loss.TimesHalfSquaredError is { } times ? new SquaredErrorObjective(linear, loss, times)
        : null;

    /// <summary>Autograd's objective, whatever the model: what the closed forms are held against.</summary>
    public static Objective ByAutograd(nn.Module<Tensor, Tensor> model, Loss loss, Regularization? regularization = null)
    {
        regularization?.ExpectOf(model);
        return new(new AutogradObjective(model, loss, regularization));
    }
}
