using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Pruning;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>
/// The smallest network within one standard error of the best: for each λ a model is trained, what its penalty made zero is taken
/// away, the rest is trained on without the penalty, and held-out rows judge it. Two models are compared row by row, so that rows
/// that are hard for both count for neither.
/// </summary>
/// <param name="make">Makes a λ's fresh model with its penalties and training; the search trains and compacts it.</param>
/// <param name="loss">The data loss.</param>
/// <param name="refit">How the compacted model is trained on, its zeros held. Default: not at all.</param>
/// <param name="rowError">
/// What a held-out row counts, from predictions and targets, n numbers, smaller being better, as whether an answer is wrong.
/// Default: its loss.
/// </param>
/// <remarks>
/// L. Breiman et al., Classification and regression trees (1984), section 3.4.3, with the standard error of the paired
/// difference in place of that of the best.
/// </remarks>
public sealed class SizeSearch(
    Func<double, TrialModel> make, Loss loss, TrainingOptions? refit = null, Func<Tensor, Tensor, Tensor>? rowError = null)
{
    // Rows of the training that show a compaction what constants are.
    const long ExampleRows = 256;

    /// <summary>Whether the answer to a row, the class of the largest output, is wrong: 1 or 0.</summary>
    public static Tensor WrongAnswer(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        return predictions.argmax(1).ne(targets).to(ScalarType.Float64);
    }

    /// <summary>Trains, shrinks and judges a model for each λ.</summary>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="held">Rows to judge by.</param>
    /// <param name="lambdas">λ, one or more; 0 for the whole network among them.</param>
    /// <param name="cancellation">Ends the search between two batches.</param>
    /// <returns>The caller's, with the models.</returns>
    public SizeResult Run(
        Dataset train, Dataset held, IReadOnlyList<double> lambdas, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(lambdas);
        if (lambdas.Count == 0) throw new ArgumentException("There is no λ: give at least one.", nameof(lambdas));
        var models = new List<SizedModel>();
        try
        {
            foreach (var lambda in lambdas) models.Add(Of(lambda, train, held, cancellation));
            return new(models);
        }
        catch
        {
            foreach (var model in models) model.Dispose();
            throw;
        }
    }

    SizedModel Of(double lambda, Dataset train, Dataset held, CancellationToken cancellation)
    {
        var (model, regularization, options) = make(Require.NonNegative(lambda));
        using (regularization)
            new Trainer(model, loss, regularization, options).Fit(train, cancellation: cancellation);
        using (NewDisposeScope())
            Compaction.Of(model, train.Features.narrow(0, 0, Math.Min(train.Rows, ExampleRows))).Apply();
        if (refit is not null) Refit.OnSupport(model, loss, train, refit, cancellation: cancellation);
        return new(lambda, model, model.parameters().Sum(parameter => parameter.numel()), Errors(model, held));
    }

    double[] Errors(nn.Module<Tensor, Tensor> model, Dataset held)
    {
        using var scope = NewDisposeScope();
        var predictions = Evaluation.Predict(model, held).to(ScalarType.Float64);
        var targets = held.Targets.is_floating_point() ? held.Targets.to(ScalarType.Float64) : held.Targets;
        var errors = rowError?.Invoke(predictions, targets) ?? loss.Each(predictions, targets);
        return Kernels.HostMemory.Numbers(errors.to(ScalarType.Float64).flatten());
    }
}
