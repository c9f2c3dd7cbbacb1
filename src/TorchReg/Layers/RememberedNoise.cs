using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>The state of every seeded layer's generator, put back on disposal.</summary>
sealed class RememberedNoise(nn.Module model) : IDisposable
{
    readonly (NoiseSource Noise, Tensor State)[] states =
        [.. model.modules().Prepend(model).OfType<IStochastic>().Select(layer => layer.Noise).Where(noise => noise.Seed != null)
            .Distinct().Select(noise => (noise, noise.GetState()!))];

    public void Dispose()
    {
        foreach (var (noise, state) in states)
        {
            noise.SetState(state);
            state.Dispose();
        }
    }
}
