using System.Diagnostics;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>An epoch under way.</summary>
sealed record EpochPass(int Epoch, EpochSteps Steps, double LearningRate, Stopwatch Watch)
{
    /// <summary>What it came to, where the numbers are finite.</summary>
    internal EpochRecord Record(
        nn.Module<Tensor, Tensor> model,
        Loss loss,
        Regularization? regularization,
        InputPenalty? inputPenalty,
        Divergence divergence,
        (Dataset? Training, Dataset? Validation) rows)
    {
        var onTraining = Ledger(rows.Training) is { } ledger ? ledger with { GradientRatio = Steps.GradientRatio } : null;
        var onValidation = Ledger(rows.Validation);
        divergence.CheckLedger(Epoch, "training", onTraining);
        divergence.CheckLedger(Epoch, "validation", onValidation);
        return new(Epoch, onTraining, onValidation, LearningRate, Watch.Elapsed);

        Ledger? Ledger(Dataset? data) => data == null ? null : Evaluation.Of(model, data, loss, regularization, inputPenalty);
    }
}
