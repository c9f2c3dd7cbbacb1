using TorchReg.Layers;

namespace TorchReg.Tests.Layers;

public sealed class CudaTests : ScopedTests
{
    [CudaFact]
    public void A_seed_drops_the_same_on_every_device()
    {
        foreach (
            var name in new[] { nameof(InvertedDropout), nameof(SpatialDropout), nameof(GaussianNoise), nameof(SeluDropout) })
        {
            var cpu = NoisyLayers.Make(name).call(NoisyLayers.Input());
            var cuda = NoisyLayers.Make(name).call(NoisyLayers.Input().cuda());
            Assert.Equal(DeviceType.CUDA, cuda.device_type);
            Assert.True(cpu.allclose(cuda.cpu(), 1e-6, 1e-6), name);
        }
    }

    [CudaFact]
    public void Without_a_seed_the_device_draws()
    {
        foreach (var name in new[] { nameof(InvertedDropout), nameof(SpatialDropout) })
        {
            var y = NoisyLayers.Make(name, 0.5, seed: null).call(ones([100, 100, 4], device: CUDA));
            Assert.Equal(DeviceType.CUDA, y.device_type);
            Assert.InRange(y.eq(0).to(ScalarType.Float32).mean().cpu().item<float>(), 0.45, 0.55);
        }
    }

    [CudaFact]
    public void DropConnect_and_its_prediction_run_there()
    {
        using var model = nn.Sequential(new DropConnect(5, 3, seed: 1), new InvertedDropout());
        model.cuda();
        var x = NoisyLayers.Input().cuda()[0];
        var (mean, variance) = MonteCarlo.Predict(model, x, 400);
        Assert.True((mean - Prediction.Of(model, x)).abs().lt(6 * (variance / 400).sqrt()).all().cpu().item<bool>());
    }
}
