namespace TorchReg.Selection;

/// <summary>How columns are chosen by stability.</summary>
public sealed record StabilityOptions
{
    /// <summary>
    /// B: pairs of halves of the rows that have no row in common, so 2B subsamples; of classes the halves of each. 1 or more;
    /// default 50.
    /// </summary>
    public int Pairs { get; init; } = 50;

    /// <summary>π: the share of the subsamples that must choose a column, above 0.5 and up to 1. Default 0.75.</summary>
    public double Threshold { get; init; } = 0.75;

    /// <summary>
    /// q: columns that a subsample chooses at most, the first that get a weight as λ falls. 1 or more; default null:
    /// ⌊√((2π − 1)p)⌋, for which the bound is at most 1 wrong column. Not with <see cref="PathOptions.Lambdas"/>.
    /// </summary>
    public int? MaxChosen { get; init; }

    /// <summary>Seed of the halves. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The path of each subsample. With <see cref="PathOptions.Lambdas"/> a subsample chooses the columns with a weight at one of
    /// them or more, and q is the mean of their number. Its <see cref="PathOptions.MaxEverActive"/> is not used. Default: the
    /// default path.
    /// </summary>
    public PathOptions Path { get; init; } = new();

    /// <summary>Subsamples solved at a time, 1 or more. Default 0: one per core.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// A folder, new, empty or of an earlier call, in which finished subsamples are kept: the same call goes on from them and
    /// ends with the same frequencies; other rows, settings or versions are refused. Default null: nothing is kept.
    /// </summary>
    public string? ResumeFolder { get; init; }

    /// <summary>Goes on in a folder of other rows or settings all the same, which it records. Default false.</summary>
    public bool Force { get; init; }

    internal int Cores => Threads > 0 ? Threads : Environment.ProcessorCount;

    internal StabilityOptions Checked()
    {
        Require.AtLeast(1, Pairs);
        Require.AtLeast(0, Threads);
        if (ResumeFolder is { } folder && string.IsNullOrWhiteSpace(folder)) throw new ArgumentException(
            "ResumeFolder is empty: name a folder, or leave it out.", nameof(ResumeFolder));
        if (!(Threshold > 0.5 && Threshold <= 1))
            throw new ArgumentOutOfRangeException(nameof(Threshold), FormattableString.Invariant(
                $"Threshold must be above 0.5 and at most 1; given {Threshold}."));
        if (MaxChosen is { } most) Require.AtLeast(1, most, nameof(MaxChosen));
        if (MaxChosen is not null && Path.Lambdas is not null)
            throw new ArgumentException("MaxChosen and Path.Lambdas both say what a subsample chooses: give one of them.",
                nameof(MaxChosen));
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
