using System.ComponentModel.DataAnnotations;
using TorchReg.Models;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>The models that a run can name.</summary>
enum ModelKind
{
    /// <summary>Softmax for classes, linear for numbers.</summary>
    Auto,

    /// <summary>Logits x Wᵀ + b, one per class.</summary>
    Softmax,

    /// <summary>Numbers x Wᵀ + b.</summary>
    Linear,

    /// <summary>Linear layers with ReLU between them.</summary>
    Mlp,
}

/// <summary>The model; inputs and outputs follow from the data.</summary>
sealed record ModelSettings
{
    /// <summary>softmax (classes), linear (numbers), mlp (both), or auto, the first two by the target. Default auto.</summary>
    public ModelKind Kind { get; init; }

    /// <summary>mlp: units of each hidden layer, one number or more.</summary>
    [Range(1, 1_000_000)]
    public IReadOnlyList<int> Hidden { get; init; } = [];

    /// <summary>
    /// The inputs that the model takes, by their numbers from 0 in the order of the rows' encoded columns, ascending; the others
    /// are passed over. Empty = all. torchreg shrink sets it. Default empty.
    /// </summary>
    [Range(0, 100_000_000)]
    public IReadOnlyList<int> Inputs { get; init; } = [];

    /// <summary>mlp: the rate at which hidden units are dropped, 0 = none. Default 0.</summary>
    [Range(0.0, 0.99)]
    public double Dropout { get; init; }

    /// <summary>How that rate changes while training.</summary>
    public DropoutSchedule DropoutSchedule { get; init; } = new();

    /// <summary>How weights start: torch, glorot, zeros (not for mlp) or standardNormal. Default torch.</summary>
    public Initialization Initialization { get; init; }
}
