using TorchReg.Cli.Runs;
using TorchReg.Data;
using TorchReg.Kernels;
using TorchReg.Objectives;
using TorchReg.Selection;
using TorchReg.Solvers;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Cli.Select;

/// <summary>The model of a choice, how it does on rows that were held out, and what is known of its columns.</summary>
/// <param name="Model">The chosen one, of the rows as they were learned from.</param>
/// <param name="Models">With those that it was chosen of.</param>
/// <param name="Metrics">What came out.</param>
/// <param name="Baseline">Of Cox regression; else null.</param>
sealed record Choice(LinearModel Model, LinearModels Models, ChoiceMetrics Metrics, BaselineHazard? Baseline)
{
    // 16 MB of float64; beyond, the chosen models alone are kept.
    const double MostNumbers = 2e6;

    /// <summary>Of a whole cross-validation; every fold is solved once more at the chosen λ.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled on the way.</exception>
    internal static Choice Of(
        SelectSettings settings, ChoiceRule rule, SelectData data, CrossValidation cv, CvOptions options,
        CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        var problem = cv.Path.Problem;
        var fit = rule.IsOneStandardError ? cv.OneStandardError : cv.Best;
        var quiet = options with { ResumeFolder = null, Path = options.Path with { Progress = null } };
        var heldOut = HeldOutFits.Of(problem, fit, quiet, rule.IsRelaxed, cancellation);
        if (rule.IsRelaxed) fit = RelaxedFit.Of(problem, fit);
        var model = LinearModel.Of(problem, fit);
        var (scores, rows) = heldOut.HeldOut(data.Rows);
        using var judged = rows;
        using var ofRows = scores;
        using var own = data.Rows.Stored is { } stored ? fit.Predict(stored) : fit.Predict(data.Rows.Features);
        return new(model, ModelsOf(cv, rule, model), new()
        {
            Choice = rule.Name,
            Lambda = fit.Lambda,
            Loss = settings.Problem.Record(),
            Penalty = settings.Problem.InWords(problem.L1Ratio),
            Training = Ledger(problem.Loss, own, data.Rows, isLearnedFrom: true),
            HeldOut = Ledger(problem.Loss, scores, rows, isLearnedFrom: false),
            HeldOutRows = rows.Rows,
            FoldFits = heldOut.Fits,
            Weights = fit.Weight.numel(),
            ExactZeros = fit.Weight.numel() - fit.NonZeros,
            Distance = fit.Certificate.Distance,
            Gap = fit.Certificate.Gap,
            Columns = [.. ColumnsOf(cv.Path, data.Encoding.FeatureNames, heldOut.Frequency)],
            Notes = cv.Notes,
        }, problem.Loss.Target == TargetKind.Survival ? BaselineHazard.Of(problem, fit) : null);
    }

    static LedgerRecord Ledger(Loss loss, Tensor scores, Dataset rows, bool isLearnedFrom)
    {
        var y = rows.Targets.dtype == ScalarType.Int64 && loss.Target == TargetKind.Binary
            ? rows.Targets.to(scores.dtype).reshape(scores.shape) : rows.Targets;
        var (sum, divisor) = loss.Sums(scores, y, rows.Weights);
        var ledger = new LedgerRecord(loss.Name, sum / divisor, [], sum / divisor, new Dictionary<Metric, double>());
        return ledger.With(loss, scores, rows, isLearnedFrom);
    }

    static LinearModels ModelsOf(CrossValidation cv, ChoiceRule rule, LinearModel model)
    {
        var isSmall = (double)cv.Path.Fits.Count * cv.Best.Weight.numel() <= MostNumbers;
        LinearModel Of(LinearFit fit) => model.At(fit.Lambda, fit.Weight, fit.Bias);
        var all = isSmall ? LinearModels.Of(cv)
            : LinearModels.Of(Of(cv.Best)).With("lambda.min", Of(cv.Best)).With("lambda.1se", Of(cv.OneStandardError));
        return rule.IsRelaxed ? all.With(rule.Name, model) : all;
    }

    static IEnumerable<ColumnRecord> ColumnsOf(
        RegularizationPath path, IReadOnlyList<string> names, IReadOnlyList<double> frequency)
    {
        var enters = new double[names.Count];
        // From the smallest λ up, so that the largest stays.
        foreach (var fit in path.Fits.Reverse())
        {
            var weights = HostMemory.Numbers(fit.Weight);
            for (var i = 0; i < weights.Length; i++)
                if (weights[i] != 0) enters[i % names.Count] = fit.Lambda;
        }
        return enters.Index().Where(pair => pair.Item > 0)
            .Select(pair => new ColumnRecord(pair.Index, names[pair.Index], pair.Item, frequency[pair.Index]));
    }
}
