using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>A run: what is learned from, by which model, under which loss and penalties, and how.</summary>
sealed record TrainSettings
{
    /// <summary>What is learned from.</summary>
    public TrainDataSettings Data { get; init; } = new();

    /// <summary>What is trained.</summary>
    public ModelSettings Model { get; init; } = new();

    /// <summary>The data loss.</summary>
    public LossSettings Loss { get; init; } = new();

    /// <summary>Penalties and constraints, each with the parameters that it acts on and how. Default: none.</summary>
    public IReadOnlyList<PenaltySettings> Penalties { get; init; } = [];

    /// <summary>What makes a step of a gradient.</summary>
    public OptimizerSettings Optimizer { get; init; } = new();

    /// <summary>Epochs, batches, step size, seed and device.</summary>
    public TrainingSettings Training { get; init; } = new() { Epochs = 10, BatchSize = 32, LearningRate = 0.1 };

    /// <summary>How the step size changes from epoch to epoch.</summary>
    public ScheduleSettings Schedule { get; init; } = new();

    /// <summary>When to lower the step size because nothing improves.</summary>
    public PlateauSettings Plateau { get; init; } = new();

    /// <summary>When to stop early.</summary>
    public StoppingSettings Stopping { get; init; } = new();

    /// <summary>
    /// Epochs that the model is trained on after these, without penalties and weight decay; constraints hold, and weights that
    /// are 0 stay 0. 0 = none. Default 0.
    /// </summary>
    [Range(0, 1_000_000)]
    public int Refit { get; init; }

    /// <summary>Averages of the weights.</summary>
    public AveragingSettings Averaging { get; init; } = new();

    /// <summary>When the state of the training is saved, so that it can be resumed.</summary>
    public CheckpointSettings Checkpoints { get; init; } = new();
}
