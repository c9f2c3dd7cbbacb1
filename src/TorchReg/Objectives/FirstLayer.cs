using TorchReg.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>A model that is layers one after the other.</summary>
interface ILayeredModel
{
    Sequential Layers { get; }
}

/// <summary>
/// A model as its first layer, a linear one, and the rest: sparse rows meet the layer by their own products, whose result the
/// rest takes like any other. The first layer's forward hooks do not run.
/// </summary>
sealed class FirstLayer(Linear layer, nn.Module<Tensor, Tensor>[] rest)
{
    internal Linear Layer => layer;

    /// <exception cref="NotSupportedException">The model begins with something else.</exception>
    internal static FirstLayer Of(nn.Module model) => Find(model) ?? throw new NotSupportedException(
        $"Sparse rows meet a model in its first layer, which must be an nn.Linear, and {model.GetName()} does not begin with " +
        "one that is to be seen: take SoftmaxRegression, LinearRegression, Mlp or an nn.Sequential, or the rows' Dense().");

    static FirstLayer? Find(nn.Module model) => model switch
    {
        Linear layer => new(layer, []),
        ILinearModel linear => new(linear.Linear, []),
        ILayeredModel layered => Find(layered.Layers),
        Sequential layers when layers.children().ToArray() is [Linear first, .. var others]
            && others.All(other => other is nn.Module<Tensor, Tensor>) =>
            new(first, [.. others.Cast<nn.Module<Tensor, Tensor>>()]),
        _ => null,
    };

    /// <summary>What the first layer makes of the rows, n × units.</summary>
    internal Tensor First(StoredRows rows)
    {
        using var weight = layer.weight!.detach();
        using var bias = layer.bias?.detach();
        return rows.Linear(weight, bias);
    }

    /// <summary>What the other layers make of that.</summary>
    internal Tensor Rest(Tensor hidden) => rest.Aggregate(hidden, (input, module) => module.call(input));

    /// <summary>Adds to the first layer's gradients those that follow from ∂loss/∂(its output), n × units.</summary>
    internal void AddGradients(StoredRows rows, Tensor gradient)
    {
        if (layer.weight is { requires_grad: true } weight)
        {
            using var own = LinearGradients.Of(weight);
            using var residual = gradient.t();
            rows.WriteGradient(residual, own, accumulate: true);
        }
        if (layer.bias is not { requires_grad: true } bias) return;
        using var sums = gradient.sum([0L]);
        LinearGradients.Of(bias).add_(sums, Scalars.One);
    }
}

/// <summary>Predictions of rows, whatever holds them.</summary>
static class Predictions
{
    internal static Tensor Of(nn.Module<Tensor, Tensor> model, Dataset data, long start, long count)
    {
        if (data.Stored is not { } stored) return model.call(data.Features.narrow(0, start, count));
        if (!stored.IsSparse) return model.call(stored.Dense(start, count).to(DeviceOf(model)));
        var first = FirstLayer.Of(model);
        using var rows = stored.Slice(start, count);
        return first.Rest(first.First(rows));
    }

    internal static Device DeviceOf(nn.Module model) => model.parameters().FirstOrDefault()?.device ?? CPU;
}
