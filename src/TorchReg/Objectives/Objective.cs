using TorchReg.Data;
using TorchReg.Penalties;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// J(w) = loss(model(x), y) + penalties(w) on a batch: puts the gradient of the loss (and of penalties in
/// <see cref="PenaltyMode.Loss"/>) into <c>.grad</c> and returns the data loss.
/// </summary>
public abstract class Objective
{
    /// <summary>"closed form" or "autograd".</summary>
    public abstract string Kind { get; }

    /// <summary>
    /// Sets .grad to factor times the gradient (accumulating: increases it by that) and returns the data loss.
    /// </summary>
    /// <param name="batch">The rows, on the model's device.</param>
    /// <param name="accumulate">False: .grad starts at 0.</param>
    /// <param name="factor">1, or 1/k where k batches make one step.</param>
    /// <param name="meanWeight">
    /// As in <see cref="Loss.Value"/>: the mean weight of the data set that the batch is of; null for the batch's own.
    /// </param>
    public abstract BatchLoss Backward(Dataset batch, bool accumulate = false, double factor = 1, double? meanWeight = null);

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
        if (isClosed && LinearPart.Of(model) is { } linear)
        {
            if (loss.IsPlainCrossEntropy) return new SoftmaxObjective(linear, loss);
            if (ReferenceEquals(loss, Losses.HalfSquaredError)) return new SquaredErrorObjective(linear, loss, isHalf: true);
            if (ReferenceEquals(loss, Losses.MeanSquaredError)) return new SquaredErrorObjective(linear, loss, isHalf: false);
        }
        return new AutogradObjective(model, loss, regularization);
    }

    /// <summary>Autograd's objective, whatever the model: what the closed forms are held against.</summary>
    public static Objective ByAutograd(nn.Module<Tensor, Tensor> model, Loss loss, Regularization? regularization = null)
    {
        regularization?.ExpectOf(model);
        return new AutogradObjective(model, loss, regularization);
    }
}

/// <summary>A linear map z = x Wᵀ + b that is the whole of a model.</summary>
sealed class LinearPart(Parameter weight, Parameter? bias)
{
    internal Parameter Weight => weight;
    internal Parameter? Bias => bias;

    /// <summary>Null where the model is more than a linear layer, or is frozen in part.</summary>
    internal static LinearPart? Of(nn.Module<Tensor, Tensor> model)
    {
        var linear = model switch
        {
            Linear layer => layer,
            ILinearModel m => m.Linear,
            _ => null,
        };
        if (linear is null || !linear.weight!.requires_grad || linear.bias is { requires_grad: false }) return null;
        return new(linear.weight, linear.bias);
    }
}

/// <summary>A model that is one linear layer and nothing else: its objectives have closed forms.</summary>
public interface ILinearModel
{
    /// <summary>The layer.</summary>
    Linear Linear { get; }
}
