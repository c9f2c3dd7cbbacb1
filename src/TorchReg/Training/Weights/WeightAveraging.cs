using TorchReg.Penalties;
using TorchReg.Storage;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// An average of the weights, which is what the trained model holds in the end and what ledgers are made with. A weight that a
/// proximal step or a constraint holds at exactly 0 is 0 in the model with the average, too: of an average, which was nonzero
/// once, none would be. Constraints hold for the average, which is projected onto them when it is put into the model. Of
/// half-precision weights it is kept in float32: a move of (1 − decay) is less than their last place.
/// </summary>
/// <remarks>EMA: B. Polyak, A. Juditsky, SIAM J. Control Optim. 30 (1992), in the exponential form of Keras's <c>use_ema</c>;
/// SWA: P. Izmailov et al., Averaging weights leads to wider optima, UAI 2018, algorithm 1.</remarks>
public sealed record WeightAveraging
{
    WeightAveraging(double? decay, int fromEpoch) => (Decay, FromEpoch) = (decay, fromEpoch);

    internal double? Decay { get; }
    internal int FromEpoch { get; }

    /// <summary>After each step a := decay·a + (1 − decay)·w.</summary>
    /// <param name="decay">From 0 to below 1. Default 0.99.</param>
    public static WeightAveraging Exponential(double decay = 0.99) => new(Require.Rate(decay), 1);

    /// <summary>The mean of the weights at the ends of the epochs from <paramref name="fromEpoch"/> on.</summary>
    /// <param name="fromEpoch">1 or more.</param>
    public static WeightAveraging OverEpochs(int fromEpoch) => new(null, Require.AtLeast(1, fromEpoch));

    /// <summary>"exponential, decay 0.99" or "over the epochs from 5 on".</summary>
    public override string ToString() =>
        Decay is { } decay ? FormattableString.Invariant($"exponential, decay {decay}") : $"over the epochs from {FromEpoch} on";
}

/// <summary>The running average of a model's parameters.</summary>
sealed class AveragedWeights : IDisposable
{
    readonly WeightAveraging averaging;
    readonly Parameter[] parameters;
    readonly Tensor[] averages;
    readonly bool[] keepsZeros;
    readonly Action project;
    Tensor[]? own;
    int epochs;

    /// <summary>Epochs in the average.</summary>
    internal int Epochs => epochs;

    internal IEnumerable<(string Name, Tensor Tensor)> Named() => averages.Select((average, i) => ($"{i}", average));

    internal void Restore(IReadOnlyDictionary<string, Tensor> tensors, int averagedEpochs, string file)
    {
        ModelFile.Copy(tensors, Named().ToDictionary(pair => pair.Name, pair => pair.Tensor), file);
        epochs = averagedEpochs;
    }

    /// <param name="averaging">What is averaged.</param>
    /// <param name="model">Whose weights.</param>
    /// <param name="keepsZeros">Whether zeros of a parameter stay.</param>
    /// <param name="project">Projects the model's weights onto its constraints.</param>
    internal AveragedWeights(WeightAveraging averaging, nn.Module model, Func<Parameter, bool> keepsZeros, Action project)
    {
        (this.averaging, this.project) = (averaging, project);
        parameters = [.. model.parameters().Where(p => p.requires_grad)];
        averages = [.. parameters.Select(p => HalfPrecision.Full(p.detach()).clone().DetachFromDisposeScope())];
        this.keepsZeros = [.. parameters.Select(keepsZeros)];
    }

    internal void AfterStep()
    {
        if (averaging.Decay is { } decay) Move(1 - decay);
    }

    internal void AfterEpoch(int epoch)
    {
        if (averaging.Decay is null && epoch >= averaging.FromEpoch) Move(1.0 / ++epochs);
        else if (averaging.Decay is null) Move(1);
    }

    // a += share·(w − a)
    void Move(double share)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < parameters.Length; i++)
            averages[i].add_(HalfPrecision.Full(parameters[i]) - averages[i], Scalars.Of(share));
    }

    /// <summary>Puts the averages into the model, whose own weights are kept.</summary>
    internal void Show()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        own ??= [.. parameters.Select(p => empty_like(p).DetachFromDisposeScope())];
        for (var i = 0; i < parameters.Length; i++)
        {
            own[i].copy_(parameters[i]);
            parameters[i].copy_(keepsZeros[i] ? averages[i] * own[i].ne(Scalars.Of(0)) : averages[i]);
        }
        project();
    }

    /// <summary>Gives the model its own weights back.</summary>
    internal void Hide()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < parameters.Length; i++) parameters[i].copy_(own![i]);
    }

    public void Dispose()
    {
        foreach (var weights in own ?? []) weights.Dispose();
        foreach (var average in averages) average.Dispose();
    }
}
