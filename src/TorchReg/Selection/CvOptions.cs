using TorchReg.Data;
using TorchReg.Solvers;

namespace TorchReg.Selection;

/// <summary>How a λ is chosen by cross-validation.</summary>
public sealed record CvOptions
{
    /// <summary>
    /// The kind of <see cref="Storage.OwnedFolder"/> that <see cref="ResumeFolder"/> is: by it the command line removes the
    /// folder when the result is safe.
    /// </summary>
    internal const string KindOfKeptWork = "kept work";

    /// <summary>
    /// The folds: <see cref="Data.Folds"/> makes them at random, stratified, grouped, in time order, or from numbers of yours.
    /// Default null: ten, stratified for classes, at random for numbers, with <see cref="Seed"/>.
    /// </summary>
    public IReadOnlyList<RowFold>? Folds { get; init; }

    /// <summary>Number of the default folds, 2 or more. Default 10.</summary>
    public int FoldCount { get; init; } = 10;

    /// <summary>Seed of the default folds. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Draws the folds in place of the default ones, for <see cref="Repeats"/> and nested cross-validation: from the numbers of
    /// the rows that are dealt and a seed the folds, in positions among those rows. Default null.
    /// </summary>
    /// <example><c>(rows, seed) => Folds.Grouped([.. rows.Select(row => patients[row])], 5, seed)</c></example>
    public Func<IReadOnlyList<int>, ulong, IReadOnlyList<RowFold>>? DrawFolds { get; init; }

    /// <summary>
    /// How often all is done, with folds of the seeds <see cref="Seed"/>, Seed + 1, …; 1 or more. The curve is the mean of
    /// those of the repeats, which takes the chance of one division out of it. Its error is the root of the mean of their
    /// squared errors: the rows stay the same, so that repeats make the curve smoother and not surer. Default 1.
    /// </summary>
    /// <remarks>
    /// G. Vanwinckelen, H. Blockeel, On estimating model accuracy with repeated cross-validation, BeneLearn 2012, p. 39; C.
    /// Nadeau, Y. Bengio, Inference for the generalization error, Machine Learning 52 (2003), p. 239.
    /// </remarks>
    public int Repeats { get; init; } = 1;

    /// <summary>What held-out rows are judged by. Default deviance.</summary>
    public Measure Measure { get; init; }

    /// <summary>Which λ, how exactly.</summary>
    public PathOptions Path { get; init; } = new();

    /// <summary>Which λ each fold solves. Default: those of the full data, exactly.</summary>
    public FoldLambdas FoldLambdas { get; init; }

    /// <summary>Folds solved at a time, 1 or more. Default 0: one per core.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// A folder, new, empty or of an earlier call, in which finished parts are kept: the path on all rows and each fold. The same
    /// call goes on from them after a cancellation or a kill and ends with the same bits; other rows, settings or versions are
    /// refused. The folder stays: delete it when the result is safe. Default null: nothing is kept. (A libtorch with MKL gives
    /// the same bits where <c>MKL_CBWR=AUTO,STRICT</c> is set when the process starts; else some last digits differ.)
    /// </summary>
    public string? ResumeFolder { get; init; }

    /// <summary>
    /// Goes on also with parts of other rows, settings or versions, and says so in the notes. Default false: they are refused.
    /// </summary>
    public bool Force { get; init; }

    internal int Cores => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary>The folds of some rows of a data set, which is the problem's.</summary>
    internal IReadOnlyList<RowFold> FoldsOf(LinearProblem problem, IReadOnlyList<int> rows, ulong seed)
    {
        if (Folds is { } given) return given;
        if (DrawFolds is not null) return DrawFolds(rows, seed);
        if (!problem.HasClasses) return Data.Folds.Random(rows.Count, FoldCount, seed);
        return Data.Folds.Stratified(problem.Data.Classes(), FoldCount, seed);
    }

    internal CvOptions Checked()
    {
        Require.AtLeast(0, Threads);
        if (ResumeFolder is { } folder && string.IsNullOrWhiteSpace(folder)) throw new ArgumentException(
            "ResumeFolder is empty: name a folder, or leave it out.", nameof(ResumeFolder));
        Require.AtLeast(2, FoldCount);
        Require.AtLeast(1, Repeats);
        Path.Checked();
        if (Folds is not null && (Repeats > 1 || DrawFolds is not null)) throw new ArgumentException(
            "Folds are given, and Repeats and DrawFolds would draw others: leave one of them out.", nameof(Folds));
        if (Folds is { Count: < 2 }) throw new ArgumentException(
            $"There must be 2 folds or more; given {Folds.Count}.", nameof(Folds));
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Which λ the folds solve.</summary>
public enum FoldLambdas
{
    /// <summary>The full data's: every fold is exact at every λ of the curve.</summary>
    Shared,

    /// <summary>
    /// Each fold its own grid from its own λ_max, its coefficients interpolated linearly at the full data's λ: what cv.glmnet
    /// does where it is given no λ. For agreement with it.
    /// </summary>
    Own,
}
