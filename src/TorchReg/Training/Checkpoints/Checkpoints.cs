namespace TorchReg.Training;

/// <summary>
/// When the whole state of a training is saved and where: weights with the float32 copies
/// that proximal steps keep of half-precision ones, optimizer, generators, place in the shuffled rows, early stopping,
/// averages, ledgers. A training that goes on from a checkpoint ends with the same bits as one that was never stopped, on the
/// same machine with the same threads. Where steps and time are both 0, only a cancelled training saves its state, and
/// one that ends where <see cref="AtEnd"/> says so.
/// </summary>
/// <param name="Folder">The folder for the files; made where it is missing.</param>
public sealed record Checkpoints(string Folder)
{
    internal const string KindOfFolder = "checkpoints";

    readonly long steps;
    readonly int keep = 3;
    readonly TimeSpan time;

    /// <summary>Optimizer steps between two checkpoints; 0, the default: not by steps.</summary>
    public long EverySteps
    {
        get => steps;
        init =>
            steps =
                value >= 0
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(EverySteps),
                        value,
                        $"EverySteps must be 0 or more; given {value}.");
    }

    /// <summary>Time between two checkpoints; 0, the default: not by time.</summary>
    public TimeSpan Every
    {
        get => time;
        init =>
            time =
                value >= TimeSpan.Zero
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(Every), value, $"Every must be 0 or more; given {value}.");
    }

    /// <summary>
    /// Whether a training that ends saves its state too, so that a later one with more epochs goes on from there. Default false.
    /// </summary>
    public bool AtEnd { get; init; }

    /// <summary>How many are kept, 1 or more. Default 3.</summary>
    public int Keep { get => keep; init => keep = Require.AtLeast(1, value); }

    /// <summary>
    /// Goes on from the newest undamaged checkpoint of the folder, from the start where there is none. Default false: then the
    /// folder must hold none.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>
    /// What the checkpoints belong to besides what the trainer knows itself (rows, model, loss, penalties, options, versions,
    /// threads), by name: the settings of the optimizer and of schedules, which are functions here. Default null: nothing.
    /// </summary>
    public IReadOnlyDictionary<string, string>? BelongTo { get; init; }

    /// <summary>
    /// Goes on also where a checkpoint belongs to other rows, settings or versions; it is told, and later checkpoints record it.
    /// Default false: refused.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>Told in one line which checkpoint a training goes on from, and which can't be read.</summary>
    public Action<string>? OnNotice { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
