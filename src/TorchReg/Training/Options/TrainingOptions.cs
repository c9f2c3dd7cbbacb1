using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>How to train. Checked when a trainer takes it.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training rows, 1 or more. Default 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Rows per batch, 1 or more; the last batch of an epoch may be smaller. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>η with which <see cref="Optimizer"/> is made, above 0. Default 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Seed of the shuffling: same seed, same batches. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// The share of the rows that <c>Fit</c> sets aside to watch where it is given no validation rows, 0 or more and below 1.
    /// Default 0.
    /// </summary>
    public double ValidationFraction { get; init; }

    /// <summary>False: rows in their own order, every epoch the same. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// Makes the optimizer from the parameters and η. Its groups keep the rates that it was made with, times the schedule's and
    /// the plateau's factors: one that is made with another η than the given has its own. Default: plain SGD.
    /// </summary>
    public Func<IEnumerable<Parameter>, double, optim.Optimizer> Optimizer { get; init; } =
        (parameters, rate) => optim.SGD(parameters, rate);

    /// <summary>
    /// ε̂ of Adam or AdamW, Keras's place of ε (<see cref="Optimizers.EpsilonHat"/>), above 0, in place of the optimizer's own.
    /// Default: the optimizer's own.
    /// </summary>
    public double? EpsilonHat { get; init; }

    /// <summary>η of an epoch (1, 2, …) as a factor on each group's rate, above 0. Default: 1.</summary>
    public Func<int, double>? LearningRateSchedule { get; init; }

    /// <summary>Lowers η when the monitored number stalls. Default: never.</summary>
    public ReduceOnPlateau? ReduceOnPlateau { get; init; }

    /// <summary>Stops when the monitored number stalls, and gives back the best weights. Default: never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Averages the weights over steps or epochs. Default: none.</summary>
    public WeightAveraging? Averaging { get; init; }

    /// <summary>
    /// The largest Euclidean norm over all parameters of the gradient, above 0; larger ones are scaled down. The gradient is that
    /// of the loss with the penalties in <c>Loss</c> and <c>Gradient</c>; penalties in <c>Proximal</c> and <c>Decoupled</c> and
    /// an optimizer's own weight decay, beside which the data gradient would be clipped alone, are refused; decay apart, as
    /// AdamW's, acts as in torch. Default: none.
    /// </summary>
    public double? ClipNorm { get; init; }

    /// <summary>
    /// The largest magnitude of an element of that gradient, above 0; beside it constraints on norms are refused, too. Default:
    /// none.
    /// </summary>
    public double? ClipValue { get; init; }

    /// <summary>
    /// Batches that make one step, 1 or more; each counts by its rows, as one batch of all of them would. Default 1.
    /// </summary>
    public int AccumulateBatches { get; init; } = 1;

    /// <summary>
    /// Whether the same seed gives the same bytes on machines with other numbers of cores: one thread within an operation while
    /// training and judging epochs, on the CPU. What it leaves open is the kind of processor (the width of its vectors) and
    /// libtorch's version. Default false: threads as <c>torch.set_num_threads</c> says.
    /// </summary>
    public bool Deterministic { get; init; }

    /// <summary>
    /// Whether gradients are autograd's whatever the model. Default false: in closed form or by layers where
    /// <see cref="Objectives.Objective.Of"/> has them, which are equal to rounding, take a part of the time and make no garbage;
    /// <see cref="History.Objective"/> says which were taken.
    /// </summary>
    public bool Autograd { get; init; }

    /// <summary>
    /// The type in which a step takes the products of linear layers and, on a GPU, convolutions, forward and backward, as
    /// PyTorch's autocast: such steps are autograd's. Weights, their gradients, penalties, proxes, the loss, normalizations, the
    /// optimizer, averages, checkpoints and ledgers stay in float32. Not for stacks, nor with <see cref="InputPenalty"/>. Default
    /// <see cref="Objectives.Precision.Float32"/>.
    /// </summary>
    public Objectives.Precision Precision { get; init; }

    /// <summary>
    /// How the loss is scaled before its backward pass; steps with it are autograd's. Clipping, penalties and the optimizer see
    /// the gradient unscaled; a step that is left out moves nothing, and counts. Default: none, but with
    /// <see cref="Objectives.Precision.Float16"/> that of PyTorch's GradScaler.
    /// </summary>
    public Objectives.LossScaling? LossScaling { get; init; }

    /// <summary>
    /// A penalty on how outputs or losses change with inputs, added to each batch's loss; steps with it are autograd's. Default:
    /// none.
    /// </summary>
    public Objectives.InputPenalty? InputPenalty { get; init; }

    /// <summary>
    /// c̄, the mean weight of all rows (row weight times class weight), by which every batch's loss is divided, so that a row
    /// counts the same in every batch size. Above 0. Default: <c>Fit</c> takes that of its rows; <c>FitBatches</c> can't know it
    /// and asks for it where batches or classes have weights.
    /// </summary>
    public double? MeanWeight { get; init; }

    /// <summary>
    /// Whether every epoch's ledger is made for the training rows as well, which costs a pass over them. Default true.
    /// </summary>
    public bool EvaluateTraining { get; init; } = true;

    /// <summary>Saves the state of the training, so that it can go on after whatever ended it. Default: never.</summary>
    public Checkpoints? Checkpoints { get; init; }

    /// <summary>Told after each step how many are done. Default: nobody.</summary>
    public Action<long>? AfterStep { get; init; }

    internal TrainingOptions Checked()
    {
        Require.AtLeast(1, Epochs);
        Require.AtLeast(1, BatchSize);
        Require.Positive(LearningRate);
        Require.AtLeast(1, AccumulateBatches);
        Require.Rate(ValidationFraction);
        if (MeanWeight is { } weight) Require.Positive(weight, nameof(MeanWeight));
        if (EpsilonHat is { } epsilon) Require.Positive(epsilon, nameof(EpsilonHat));
        if (ClipNorm is { } norm) Require.Positive(norm, nameof(ClipNorm));
        if (ClipValue is { } value) Require.Positive(value, nameof(ClipValue));
        PrecisionChoice.Check(this);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
