using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Articles;

/// <summary>A trained model and what it came to, a row of a table.</summary>
/// <param name="Name">The run.</param>
/// <param name="Model">The model.</param>
/// <param name="Training">On its own rows.</param>
/// <param name="HeldOut">On fresh rows, which judge it.</param>
/// <param name="L1Norm">‖w‖₁ over all weights, without biases.</param>
/// <param name="L2Norm">‖w‖₂ over them.</param>
/// <param name="Zeros">How many of them are exactly 0.</param>
/// <param name="Weights">How many they are.</param>
public sealed record Outcome(
    string Name,
    nn.Module<Tensor, Tensor> Model,
    Ledger Training,
    Ledger HeldOut,
    double L1Norm,
    double L2Norm,
    long Zeros,
    long Weights)
{
    /// <summary>Looks at a model.</summary>
    public static Outcome Of(
        string name,
        nn.Module<Tensor, Tensor> model,
        Loss loss,
        Regularization? regularization,
        Dataset training,
        Dataset heldOut)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var weights = ModelParameters.Of(model).Where(p => On.Weights(p) || On.Embeddings(p)).Select(p => p.Parameter).ToArray();
        return new(
            name,
            model,
            Evaluation.Of(model, training, loss, regularization),
            Evaluation.Of(model, heldOut, loss, regularization),
            weights.Sum(w => w.abs().sum().ReadDouble()),
            Math.Sqrt(weights.Sum(w => w.Squared().sum().ReadDouble())),
            weights.Sum(w => w.eq(Scalars.Of(0)).sum().ReadInt64()),
            weights.Sum(w => w.numel()));
    }

    /// <summary>On rows by which λ is chosen, which are not those that judge; null where nothing is chosen.</summary>
    public Ledger? Choice { get; init; }

    /// <summary>The share of training rows classified right.</summary>
    public double TrainingAccuracy => Training.Accuracy;

    /// <summary>The share of held-out rows classified right.</summary>
    public double Accuracy => HeldOut.Accuracy;

    /// <summary>Accuracy or R² on the held-out rows.</summary>
    public double Score => Of(HeldOut);

    internal double TrainingScore => Of(Training);

    internal double ChoiceScore => Of(Choice ?? throw new InvalidOperationException($"{Name} has no rows to choose by."));

    internal bool IsAccuracy => Judged == Metric.Accuracy;

    /// <summary>The cells of a table's row: losses on the training rows, accuracy or R² on both, the weights.</summary>
    public override string ToString() =>
        $"{Name} | {Training.DataLoss:F4} | {Training.Penalty:F4} | {Training.Total:F4} | {NumberOf(Training)} | " +
        $"{NumberOf(HeldOut)} | {L1Norm:0.0##} | {L2Norm:0.0##} | {Zeros}";

    Metric Judged => Training.Of(Metric.Accuracy) == null ? Metric.RSquared : Metric.Accuracy;

    double Of(Ledger ledger) => ledger.Of(Judged)!.Value;

    string NumberOf(Ledger ledger) => IsAccuracy ? Share.Text(Of(ledger)) : Of(ledger).ToString("F3");
}
