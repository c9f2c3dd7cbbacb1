using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>
/// Masks that keep the largest weights: what pruning without a penalty does, to hold a penalty's zeros against.
/// </summary>
/// <remarks>
/// Each mask is that of the nearest weights with so many zeros, in Euclidean distance. S. Han, J. Pool, J. Tran, W. Dally,
/// Learning both weights and connections for efficient neural networks, NIPS 2015, section 3. Of equal magnitudes the first goes.
/// </remarks>
public static class MagnitudePruning
{
    /// <summary>Prunes the smallest of all weights together: layers lose as many as their weights are small.</summary>
    /// <param name="model">A model; it is left as it is: <see cref="SparsityMask.Apply"/> prunes.</param>
    /// <param name="sparsity">The share that goes, from 0 to 1; rounded to whole weights.</param>
    /// <param name="on">Which parameters. Default: <see cref="On.Weights"/>.</param>
    public static SparsityMask Global(nn.Module model, double sparsity, ParameterFilter? on = null)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var places = SparsityMask.Places(model, on);
        var device = places[0].Parameter.device;
        var all = cat([.. places.Select(place => place.Parameter.detach().abs().flatten().to(ScalarType.Float64, device))]);
        var parts = Largest(all, sparsity).split([.. places.Select(place => place.Parameter.NumberOfElements)]);
        return new(places.Zip(parts).ToDictionary(
            pair => pair.First.Name, pair => pair.Second.reshape(pair.First.Parameter.shape)));
    }

    /// <summary>Prunes the same share of each layer's weights, the smallest.</summary>
    /// <inheritdoc cref="Global" path="/*[not(self::summary)]"/>
    public static SparsityMask PerLayer(nn.Module model, double sparsity, ParameterFilter? on = null)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return new(SparsityMask.Places(model, on).ToDictionary(
            place => place.Name,
            place => Largest(place.Parameter.detach().abs().flatten(), sparsity).reshape(place.Parameter.shape)));
    }

    /// <summary>
    /// Keeps the n largest of each m weights in a row that one unit has of neighbouring input features: 2:4, which some
    /// processors multiply faster. This is the mask alone: TorchSharp has no kernels for it, so that nothing is faster here.
    /// </summary>
    /// <param name="model">A model; it is left as it is.</param>
    /// <param name="n">How many stay, 1 or more. Default 2.</param>
    /// <param name="m">Of how many, more than n. Default 4.</param>
    /// <param name="on">Which parameters. Default: <see cref="On.Weights"/>.</param>
    /// <exception cref="ArgumentException">A layer's input features are no multiple of m; the message names it.</exception>
    /// <remarks>A. Mishra et al., Accelerating sparse deep neural networks, arXiv:2104.08378, section 3 and figure 2.</remarks>
    public static SparsityMask NOfM(nn.Module model, int n = 2, int m = 4, ParameterFilter? on = null)
    {
        Require.AtLeast(1, n);
        Require.AtLeast(n + 1, m);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return new(SparsityMask.Places(model, on).ToDictionary(place => place.Name, place => InRows(place, n, m)));
    }

    static Tensor Largest(Tensor magnitudes, double sparsity)
    {
        var pruned = (long)Math.Round(Require.Ratio(sparsity) * magnitudes.NumberOfElements);
        return Without(magnitudes, pruned);
    }

    // The smallest along the last axis go.
    static Tensor Without(Tensor magnitudes, long pruned)
    {
        var order = magnitudes.sort(-1, descending: false, stable: true).Indices.narrow(-1, 0, pruned);
        return ones_like(magnitudes, ScalarType.Bool).scatter(-1, order, zeros_like(order, ScalarType.Bool));
    }

    static Tensor InRows(ModelParameter place, int n, int m)
    {
        var features = place.AsUnits(place.Parameter.detach()).movedim([1], [-1]);
        if (features.shape[^1] % m != 0)
            throw new ArgumentException(
                $"{place} has {features.shape[^1]} input features, which is no multiple of {m}: leave it out by on.");
        var kept = Without(features.abs().reshape(-1, m), m - n).reshape(features.shape).movedim([-1], [1]);
        return place.FromUnits(kept, null);
    }
}
