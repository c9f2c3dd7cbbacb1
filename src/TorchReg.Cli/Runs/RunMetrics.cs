using TorchReg.Cli.Pipeline;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Penalties;
using TorchReg.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Cli.Runs;

/// <summary>What came out of a run: no clock, so that equal runs give equal files.</summary>
sealed record RunMetrics
{
    public required int Epochs { get; init; }
    public required int RestoredEpoch { get; init; }
    public string? StoppedEarly { get; init; }

    /// <summary>Epochs that it was trained on without penalties, its zeros held; 0 for none.</summary>
    public int RefitEpochs { get; init; }

    /// <summary>"closed form", "by layers" or "autograd".</summary>
    public required string Objective { get; init; }
    public required LedgerRecord Training { get; init; }
    public LedgerRecord? Validation { get; init; }
    public required LedgerRecord Test { get; init; }

    /// <summary>Of the weights, biases left out.</summary>
    public required long ExactZeros { get; init; }
    public required long Weights { get; init; }

    /// <summary>
    /// The exact optimum of the same objective, for a linear model whose objective is convex; null where it was not found.
    /// </summary>
    public OptimumRecord? Optimum { get; init; }

    /// <summary>
    /// The largest distance of −∇loss to the penalties' subdifferential on the training rows, of a linear model: 0 at the
    /// optimum.
    /// </summary>
    public double? Distance { get; init; }

    /// <summary>Judges a trained model; all on one device.</summary>
    internal static RunMetrics Of(
        History history,
        nn.Module<Tensor, Tensor> model,
        Loss loss,
        Regularization? regularization,
        Dataset train,
        Dataset? validation,
        Dataset test)
    {
        using var scope = NewDisposeScope();
        var weights = WeightsOf(model);
        return new()
        {
            Epochs = history.Epochs.Count,
            RestoredEpoch = history.RestoredEpoch,
            StoppedEarly = history.StopReason,
            Objective = history.Objective,
            Training = LedgerRecord.Of(model, train, loss, regularization, isLearnedFrom: true),
            Validation = validation == null ? null : LedgerRecord.Of(model, validation, loss, regularization),
            Test = LedgerRecord.Of(model, test, loss, regularization),
            ExactZeros = ZerosOf(weights),
            Weights = weights.Sum(w => w.numel()),
        };
    }

    /// <summary>
    /// What came out of the same training, of a model made of the trained one; its distance to an optimum is not known.
    /// </summary>
    internal RunMetrics Of(nn.Module<Tensor, Tensor> model, Loss loss, Regularization? regularization, RunData data)
    {
        using var scope = NewDisposeScope();
        var weights = WeightsOf(model);
        return this with
        {
            Training = LedgerRecord.Of(model, data.Train, loss, regularization, isLearnedFrom: true),
            Validation = data.Validation is null ? null : LedgerRecord.Of(model, data.Validation, loss, regularization),
            Test = LedgerRecord.Of(model, data.Test, loss, regularization),
            ExactZeros = ZerosOf(weights),
            Weights = weights.Sum(w => w.numel()),
            Optimum = null,
            Distance = null,
        };
    }

    /// <summary>Its numbers by the names that TensorBoard shows them by.</summary>
    internal IEnumerable<(string Name, double Value)> Scalars() =>
        new[] { ("training", Training), ("validation", Validation), ("test", Test) }
            .SelectMany(pair => pair.Item2 is not { } ledger ? [] : ledger.Metrics
                .Select(metric => ($"result/{pair.Item1} {metric.Key.Name}", metric.Value))
                .Prepend(($"result/{pair.Item1} loss", ledger.DataLoss)))
            .Append(("result/weights that are exactly 0", ExactZeros)).Append(("result/weights", Weights));

    static Tensor[] WeightsOf(nn.Module model) =>
        [.. model.named_parameters().Where(p => p.parameter.Dimensions > 1).Select(p => p.parameter)];

    static long ZerosOf(IEnumerable<Tensor> weights) => weights.Sum(w => w.eq(0).sum().ToInt64());

    /// <summary>With what the optimum of the same objective is, where it can be found.</summary>
    internal RunMetrics WithOptimum(nn.Module<Tensor, Tensor> model, Loss loss, Regularization? regularization, Dataset train) =>
        model is not ILinearModel
            ? this
            : this with
            {
                Optimum = ExactOptimum.Of(model, loss, regularization, train, Training.Total),
                Distance = DistanceOf(model, loss, regularization, train),
            };

    static double? DistanceOf(nn.Module<Tensor, Tensor> model, Loss loss, Regularization? regularization, Dataset train)
    {
        try { return Certificate.Of(model, train, loss, regularization).Distance; }
        // Some penalties have no certificate.
        catch (NotSupportedException) { return null; }
    }
}
