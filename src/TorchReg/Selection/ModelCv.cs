using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// Cross-validation of any module over λ with everything else shared: in each fold the models of all λ begin with the same
/// weights, see the same batches and draw the same masks and noise. So what differs between two λ is the λ alone, and their
/// difference is known far better than either's error.
/// </summary>
/// <param name="make">
/// Makes a fresh model for a seed, that of its fold: of starting weights and of noise layers. What the model draws from torch's
/// default generator is seeded with it too, so that a factory may pass over it.
/// </param>
/// <param name="penalize">The penalties of a λ on that model; none where it gives null, as for λ = 0.</param>
/// <param name="loss">The data loss.</param>
/// <param name="options">How each model is trained. Default: as <see cref="TrainingOptions"/>'s own.</param>
/// <param name="rowError">
/// What a held-out row counts, from predictions and targets, n numbers, smaller being better, as whether an answer is wrong
/// (<see cref="SizeSearch.WrongAnswer"/>). Default: its loss.
/// </param>
/// <remarks>
/// Common random numbers: P. Glasserman, D. D. Yao, Some guidelines and guarantees for common random numbers, Management Science
/// 38 (1992). λ_1se as in L. Breiman et al., Classification and regression trees (1984), section 3.4.3.
/// </remarks>
/// <example><code>
/// var cv = new ModelCv(
///     seed => new Mlp([10, 32, 1], generator: new Generator(seed)), (model, lambda) => new(model, new L2(lambda)),
///     Losses.HalfSquaredError, new() { Epochs = 50 });
/// Console.WriteLine(cv.Run(rows, Folds.Random((int)rows.Rows, 5, seed: 1), [1, 0.1, 0.01, 0]).ToTable());
/// </code></example>
public sealed class ModelCv(
    Func<ulong, nn.Module<Tensor, Tensor>> make, Func<nn.Module<Tensor, Tensor>, double, Regularization?> penalize, Loss loss,
    TrainingOptions? options = null, Func<Tensor, Tensor, Tensor>? rowError = null)
{
    readonly TrainingOptions options = Usable((options ?? new TrainingOptions()).Checked());

    /// <summary>
    /// Whether the λ of a fold are trained at once (<see cref="StackTrainer"/>) where the models are one linear layer and nothing
    /// in the options speaks against it: the same to rounding, in a part of the time. Default true.
    /// </summary>
    public bool Together { get; init; } = true;

    /// <summary>
    /// A folder, new, empty or of an earlier call, in which finished trainings are kept: the same call goes on from them and ends
    /// with the same bits; other rows, settings or versions are refused. Default null: nothing is kept.
    /// </summary>
    public string? ResumeFolder { get; init; }

    /// <summary>Goes on in a folder of other rows or settings all the same, which it records. Default false.</summary>
    public bool Force { get; init; }

    /// <summary>Cross-validates.</summary>
    /// <param name="data">All rows, on the models' device.</param>
    /// <param name="folds">Folds of them, 2 or more; several divisions one after the other are taken as more folds.</param>
    /// <param name="lambdas">λ, finite, 0 or more, each once; in any order.</param>
    /// <param name="progress">Told how many of the trainings are done, after each.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="ArgumentException">
    /// Folds or λ do not fit, or models of two λ differ in shape; the message says what.
    /// </exception>
    /// <exception cref="Storage.OtherSettingsException">The folder of kept work holds that of other rows or settings.</exception>
    public ModelCvResult Run(
        Dataset data, IReadOnlyList<RowFold> folds, IReadOnlyList<double> lambdas,
        IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folds);
        var ordered = Ordered(lambdas);
        if (folds.Count < 2) throw new ArgumentException($"There must be at least 2 folds; given {folds.Count}.", nameof(folds));
        FoldChecks.CheckRows(data.Rows, folds);
        FoldChecks.CheckAllRows(data.Rows, folds);
        if (rowError is null && loss.Joint is not null)
            throw new ArgumentException(
                $"Rows of {loss.Name} have no errors by themselves: give rowError.", nameof(loss));
        var trainings = new ModelCvTrainings(make, penalize, loss, options, rowError) { Together = Together };
        var (random, threads) = (get_rng_state(), options.Deterministic ? new OneThread() : null);
        try
        {
            using var kept = ResumeFolder is null ? null
                : new KeptWork(ResumeFolder, trainings.Provenance(data, folds, ordered), Force);
            var errors = folds.Select((fold, f) => trainings.Of(
                f, fold, data, ordered, kept, done => progress?.Report((f * ordered.Length + done, folds.Count * ordered.Length)),
                cancellation)).ToArray();
            return ModelCvResult.Of(ordered, folds, RowWeights(data), errors);
        }
        finally
        {
            set_rng_state(random);
            random.Dispose();
            threads?.Dispose();
        }
    }

    static TrainingOptions Usable(TrainingOptions options) => options.Checkpoints is null ? options
        : throw new ArgumentException(
            "Checkpoints are of one training: name a ResumeFolder, which keeps finished ones.", nameof(options));

    static double[] Ordered(IReadOnlyList<double> lambdas)
    {
        ArgumentNullException.ThrowIfNull(lambdas);
        if (lambdas.Count == 0) throw new ArgumentException("There is no λ: give at least one.", nameof(lambdas));
        foreach (var lambda in lambdas) Require.NonNegative(lambda, nameof(lambdas));
        if (lambdas.GroupBy(lambda => lambda).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException(
                FormattableString.Invariant($"λ = {twice.Key} is given twice: keep one."), nameof(lambdas));
        return [.. lambdas.OrderDescending()];
    }

    // With classes' weights the loss of a row has its class's in it, and its divisor too.
    double[] RowWeights(Dataset data)
    {
        using var scope = NewDisposeScope();
        var weights = data.Weights?.to(ScalarType.Float64) ?? ones(data.Rows, ScalarType.Float64, data.Targets.device);
        var ofClasses = rowError is null ? loss.DivisorOfEach(data.Targets) : null;
        return Kernels.HostMemory.Numbers(ofClasses is null ? weights : weights * ofClasses.to(ScalarType.Float64));
    }
}
