using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>
/// Prunes while a model trains, more and more: at step t = t₀, t₀ + Δt, …, t₀ + nΔt the mask is made anew for a sparsity of
/// s_f + (s_i − s_f)(1 − (t − t₀)/(nΔt))³, quickly at first, and after every step what it holds is set to 0.
/// </summary>
/// <remarks>
/// M. Zhu, S. Gupta, To prune, or not to prune: exploring the efficacy of pruning for model compression, arXiv:1710.01878 (2017),
/// page 3, equation 1.
/// </remarks>
/// <example><code>
/// using var pruning = new GradualPruning(model, 0.9) { Begin = 100, Every = 20, Times = 50 };
/// new Trainer(model, loss, options: new() { AfterStep = pruning.AfterStep }).Fit(train);
/// </code></example>
public sealed class GradualPruning : IDisposable
{
    readonly nn.Module model;
    readonly double sparsity;
    readonly Func<nn.Module, double, SparsityMask> prune;

    /// <summary>Prunes a model, later.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sparsity">s_f, the share of weights that are 0 in the end, from 0 to 1.</param>
    /// <param name="prune">
    /// Which go, for a share. Default: <see cref="MagnitudePruning.PerLayer"/> on the model's weights.
    /// </param>
    public GradualPruning(nn.Module model, double sparsity, Func<nn.Module, double, SparsityMask>? prune = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (this.model, this.sparsity) = (model, Require.Ratio(sparsity));
        this.prune = prune ?? ((pruned, share) => MagnitudePruning.PerLayer(pruned, share));
    }

    /// <summary>s_i, the share at the beginning, from 0 to 1. Default 0.</summary>
    public double Initial { get; init => field = Require.Ratio(value); }

    /// <summary>t₀, the step after which pruning begins, 0 or more. Default 0.</summary>
    public int Begin { get; init => field = Require.AtLeast(0, value); }

    /// <summary>Δt, steps between two masks, 1 or more. Default 100.</summary>
    public int Every { get; init => field = Require.AtLeast(1, value); } = 100;

    /// <summary>n, how often the mask is made anew after the first, 1 or more. Default 10.</summary>
    public int Times { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <summary>The mask in force; null before <see cref="Begin"/>.</summary>
    public SparsityMask? Mask { get; private set; }

    /// <summary>The sparsity in force once so many steps are done; 0 before <see cref="Begin"/>.</summary>
    public double SparsityAt(long step)
    {
        if (step < Begin) return 0;
        var left = 1 - (double)Math.Min((step - Begin) / Every, Times) / Times;
        return sparsity + (Initial - sparsity) * left * left * left;
    }

    /// <summary>
    /// What is to be done once so many steps are done: <c>TrainingOptions.AfterStep</c>, or the last line of a loop. Averages of
    /// weights are not pruned by it.
    /// </summary>
    public void AfterStep(long step)
    {
        if (step < Begin) return;
        // A training that goes on from a checkpoint may begin between two masks.
        if (Mask is null || (step - Begin) % Every == 0 && (step - Begin) / Every <= Times)
        {
            Mask?.Dispose();
            Mask = prune(model, SparsityAt(step));
        }
        Mask.Apply(model);
    }

    /// <summary>Frees the mask.</summary>
    public void Dispose() => Mask?.Dispose();
}
