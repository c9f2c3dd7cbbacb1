using System.ComponentModel.DataAnnotations;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>The type of a step's large products.</summary>
enum StepPrecision
{
    /// <summary>As the weights.</summary>
    Float32,

    /// <summary>Range of float32, 8 bits.</summary>
    Bfloat16,

    /// <summary>11 bits, with the loss scaled; for a GPU.</summary>
    Float16,
}

/// <summary>Plain SGD, w := w − η·gradient, over shuffled batches.</summary>
sealed record TrainingSettings
{
    /// <summary>Passes over the training rows. Default 300.</summary>
    [Range(1, 1_000_000)]
    public int Epochs { get; init; } = 300;

    /// <summary>Rows per step. Default 250: smaller batches step less evenly and push weights off exact zeros again.</summary>
    [Range(1, 10_000_000)]
    public int BatchSize { get; init; } = 250;

    /// <summary>η. Default 0.2.</summary>
    [Range(0.0, 1_000_000.0, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.2;

    /// <summary>Seed of the shuffling. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; init; }

    /// <summary>cpu, cuda, cuda:N, or auto: cuda where there is one, else cpu. Default cpu.</summary>
    [RegularExpression(@"cpu|cuda(:\d{1,3})?|auto", ErrorMessage = "cpu, cuda, cuda:N or auto")]
    public string Device { get; init; } = "cpu";

    /// <summary>
    /// Whether the result's bytes are the same on machines with other numbers of cores: one thread within an operation, on the
    /// cpu. Default false.
    /// </summary>
    public bool Deterministic { get; init; }

    /// <summary>
    /// Threads within an operation; 0 = by the size of a step: 1 for small ones, all cores for large ones. Default 0.
    /// </summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>
    /// Whether gradients are autograd's whatever the model, in place of closed forms and gradients by layers, which are equal to
    /// rounding and faster. Default false.
    /// </summary>
    public bool Autograd { get; init; }

    /// <summary>
    /// The type of the products of linear and convolution layers in a step: float32, bfloat16, or float16 with its loss scaled
    /// (for a GPU). Weights, gradients, penalties and what is saved stay in float32; gradients are autograd's then. Default
    /// float32.
    /// </summary>
    public StepPrecision Precision { get; init; }
}
