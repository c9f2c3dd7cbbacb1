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
        return Record(Ledger(rows.Training), Ledger(rows.Validation), Steps.GradientRatio, divergence);

        Ledger? Ledger(Dataset? data) => data == null ? null : Evaluation.Of(model, data, loss, regularization, inputPenalty);
    }

    /// <summary>The same of ledgers that there are.</summary>
    internal EpochRecord Record(Ledger? training, Ledger? validation, double gradientRatio, Divergence divergence)
    {
        var onTraining = training is null ? null : training with { GradientRatio = gradientRatio };
        divergence.CheckLedger(Epoch, "training", onTraining);
        divergence.CheckLedger(Epoch, "validation", validation);
        return new(Epoch, onTraining, validation, LearningRate, Watch.Elapsed);
    }
}
