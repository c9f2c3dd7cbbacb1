using TorchReg.Layers;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>Weights, buffers and noise of the first model, given to those after it.</summary>
sealed class SharedStart : IDisposable
{
    Dictionary<string, Tensor>? state;
    Tensor[] noises = [];

    /// <summary>The first is remembered; the others are made its equals.</summary>
    /// <exception cref="ArgumentException">A model has other tensors, or other noise layers, than the first.</exception>
    internal void Share(nn.Module model)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (state is null) Remember(model);
        else Copy(model);
    }

    void Remember(nn.Module model)
    {
        state = model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone().DetachFromDisposeScope());
        noises = [.. Noises(model).Select(noise => noise.GetState()!.DetachFromDisposeScope())];
    }

    void Copy(nn.Module model)
    {
        var own = model.state_dict();
        if (own.Count != state!.Count || own.Any(pair => !state.TryGetValue(pair.Key, out var first)
            || first.dtype != pair.Value.dtype || !first.shape.AsSpan().SequenceEqual(pair.Value.shape)))
            throw new ArgumentException(
                "The models of two λ have other tensors: the factory must make the same network each time.");
        var layers = Noises(model).ToArray();
        if (layers.Length != noises.Length)
            throw new ArgumentException(
                "The models of two λ have other noise layers: the factory must make the same network each time.");
        foreach (var (name, tensor) in own) tensor.copy_(state[name]);
        for (var i = 0; i < layers.Length; i++) layers[i].SetState(noises[i]);
    }

    static IEnumerable<NoiseSource> Noises(nn.Module model) => model.modules().Prepend(model).OfType<IStochastic>()
        .Select(layer => layer.Noise).Where(noise => noise.Seed is not null).Distinct();

    public void Dispose()
    {
        foreach (var tensor in (state?.Values ?? Enumerable.Empty<Tensor>()).Concat(noises)) tensor.Dispose();
    }
}
