using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Runs;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Cli.Sweep;

/// <summary>A run's model with its penalties.</summary>
sealed class UnitMember : IDisposable
{
    Regularization? regularization;

    internal UnitMember(PlannedRun run, RunData data, Device device, nn.Module<Tensor, Tensor>? model = null)
    {
        Run = run;
        Model = model ?? RunModel.Create(run.Settings, data.Encoding, device);
        Loss = RunParts.Loss(RunParts.Weighed(run.Settings.Loss, data), data.Encoding.Classes != null);
        regularization = RunPenalties.Create(run.Settings.Penalties, Model);
    }

    internal PlannedRun Run { get; }
    internal nn.Module<Tensor, Tensor> Model { get; }
    internal Loss Loss { get; }
    internal Regularization? Regularization => regularization;

    /// <summary>Trains on without penalties, where the run asks for it.</summary>
    internal void Refit(Dataset train, Dataset? validation, CancellationToken cancellation) =>
        RunRefit.Fit(Run.Settings, Model, Loss, ref regularization, train, validation, cancellation);

    internal SweepResult Result(
        History history,
        Dataset train,
        Dataset? validation,
        Dataset test,
        TimeSpan took,
        int together,
        int? epochsRun = null) =>
        new(
            Run.Id,
            RunState.Done,
            RunMetrics.Of(history, Model, Loss, Regularization, train, validation, test),
            null,
            took.TotalSeconds,
            together,
            Environment.MachineName,
            EpochsRun: epochsRun ?? history.Epochs.Count);

    public void Dispose()
    {
        Regularization?.Dispose();
        Model.Dispose();
    }
}
