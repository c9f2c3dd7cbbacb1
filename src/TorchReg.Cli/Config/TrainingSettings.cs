using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Config;

/// <summary>Plain SGD, w := w − η·gradient, over shuffled batches.</summary>
sealed record TrainingSettings
{
    /// <summary>Passes over the training rows. Default 40.</summary>
    [Range(1, 1_000_000)]
    public int Epochs { get; init; } = 40;

    /// <summary>Rows per step. Default 32.</summary>
    [Range(1, 10_000_000)]
    public int BatchSize { get; init; } = 32;

    /// <summary>η. Default 0.1.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Seed of the shuffling. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    /// <summary>cpu, cuda or cuda:N. Default cpu.</summary>
    [RegularExpression(@"cpu|cuda(:\d{1,3})?", ErrorMessage = "cpu, cuda or cuda:N")]
    public string Device { get; init; } = "cpu";

    /// <summary>Threads within an operation; 0 = libtorch's own choice. Default 0.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }
}
