using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Pruning;
using static TorchSharp.torch;

namespace TorchReg.Cli.Pipeline;

/// <summary>What a run's model is trained on by after its penalties have chosen its weights: the support alone.</summary>
static class RunRefit
{
    /// <summary>What the run's weights were last trained under: of a run that was refitted its constraints alone.</summary>
    internal static IReadOnlyList<PenaltySettings> LastPenalties(TrainSettings run) => run.Refit == 0 ? run.Penalties
        : [.. run.Penalties.Where(rule => rule.ActivationsOf.Length == 0 && RulePenalties.Of(rule).IsConstraint)];

    /// <summary>Trains on where the run asks for it; what holds then stands in its penalties' place.</summary>
    internal static void Fit(
        TrainSettings run, nn.Module<Tensor, Tensor> model, Loss loss, ref Regularization? penalties, Dataset train,
        Dataset? validation, CancellationToken cancellation)
    {
        if (run.Refit == 0) return;
        penalties?.Dispose();
        penalties = null;
        var refit = run with
        {
            Training = run.Training with { Epochs = run.Refit },
            Optimizer = run.Optimizer with { WeightDecay = 0 },
        };
        var isWatched = RunParts.IsWatched(run);
        Interruption.Listening(() => Refit.OnSupport(
            model, loss, train, RunParts.Options(refit) with { EvaluateTraining = isWatched && validation is null },
            isWatched ? validation : null, null, cancellation, RunPenalties.RulesOf(LastPenalties(run), model)));
        penalties = RunPenalties.Create(LastPenalties(run), model);
    }
}
