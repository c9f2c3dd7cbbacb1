using TorchReg.Data;
using TorchReg.Objectives;
using TorchReg.Storage;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>
/// A LassoNet's path from all features to none: trained without a penalty first, then with λ growing by a factor, each time from
/// the weights of the λ before, by proximal gradient steps.
/// </summary>
/// <param name="model">The model, trained in place.</param>
/// <param name="loss">The data loss.</param>
/// <remarks>
/// Lemhadri et al., JMLR 22(127), 2021, algorithm 1; by plain gradient steps, whose λ is that of the objective.
/// </remarks>
public sealed class LassoNetPath(LassoNet model, Loss loss)
{
    /// <summary>The first λ, above 0. Default 0.01.</summary>
    public double First { get; init => field = Require.Positive(value); } = 0.01;

    /// <summary>1 + ε, by which λ grows, above 1. Default 1.1; the paper's is 1.02.</summary>
    public double Growth { get; init => field = 1 + Require.Positive(value - 1); } = 1.1;

    /// <summary>λ that are tried at most, 1 or more. Default 200.</summary>
    public int Most { get; init => field = Require.AtLeast(1, value); } = 200;

    /// <summary>Epochs for each λ, 1 or more; ten times as many without a penalty before. Default 10.</summary>
    public int Epochs { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <summary>Rows per batch, 1 or more. Default 32.</summary>
    public int BatchSize { get; init => field = Require.AtLeast(1, value); } = 32;

    /// <summary>η, above 0. Default 0.01.</summary>
    public double LearningRate { get; init => field = Require.Positive(value); } = 0.01;

    /// <summary>Seed of the shuffling. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Runs the path until no feature is left.</summary>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="held">Rows to judge each λ by.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <returns>A point a λ, λ = 0 first; the caller's.</returns>
    public IReadOnlyList<LassoNetPoint> Run(Dataset train, Dataset held, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(held);
        var points = new List<LassoNetPoint>();
        Train(train, 10 * Epochs, 0, cancellation);
        points.Add(Point(0, held));
        for (var (i, lambda) = (0, First); i < Most && points[^1].Features.Count > 0; i++, lambda *= Growth)
        {
            Train(train, Epochs, lambda, cancellation);
            points.Add(Point(lambda, held));
        }
        return points;
    }

    void Train(Dataset train, int epochs, double lambda, CancellationToken cancellation) =>
        new Trainer(model, loss, options: Options(epochs, lambda)).Fit(train, cancellation: cancellation);

    TrainingOptions Options(int epochs, double lambda) => new()
    {
        Epochs = epochs,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        Seed = Seed,
        EvaluateTraining = false,
        AfterStep = _ => model.Prox(lambda * LearningRate),
    };

    LassoNetPoint Point(double lambda, Dataset held) => new(
        lambda, model.Features, Evaluation.Of(model, held, loss).DataLoss,
        model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone().DetachFromDisposeScope()));
}

/// <summary>A LassoNet at one λ.</summary>
/// <param name="Lambda">λ.</param>
/// <param name="Features">The features that it uses, from 0.</param>
/// <param name="DataLoss">On the held-out rows.</param>
/// <param name="Weights">Its parameters, by name.</param>
public sealed record LassoNetPoint(
    double Lambda, IReadOnlyList<int> Features, double DataLoss, IReadOnlyDictionary<string, Tensor> Weights) : IDisposable
{
    /// <summary>Puts the point's weights back into the model, or into another of the same sizes.</summary>
    public void Restore(LassoNet model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelFile.Copy(Weights, model.state_dict(), "The point");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"λ = {Lambda:G4}: {Features.Count} features, loss {DataLoss:G4}");

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        foreach (var weight in Weights.Values) weight.Dispose();
    }
}
