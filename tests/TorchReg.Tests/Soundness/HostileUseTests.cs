using TorchReg.Layers;
using TorchReg.Storage;

namespace TorchReg.Tests.Soundness;

/// <summary>Regressions: uses that were accepted, took the memory, or gave wrong numbers now and then.</summary>
public sealed class HostileUseTests
{
    // Wrong once in 16: one thread put training mode back under another's forward pass.
    [Fact]
    public void Predictions_from_many_threads_on_a_model_in_training_mode_are_those_of_one()
    {
        using var model = new Mlp([8, 16, 3], 0.5);
        model.train();
        using var x = randn(64, 8);
        using var alone = Prediction.Of(model, x);
        var expected = alone.data<float>().ToArray();
        Parallel.For(0, 400, new() { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var scope = NewDisposeScope();
            Assert.Equal(expected, Prediction.Of(model, x).data<float>().ToArray());
        });
        Assert.True(model.training);
        Assert.All(model.modules(), module => Assert.True(module.training));
    }

    // 12 s, 3.5 GB, OutOfMemory.
    [Fact]
    public void A_label_of_a_thousand_million_is_refused_at_once()
    {
        using var data = new Dataset(
            randn(20, 3),
            tensor(Enumerable.Range(0, 20).Select(i => i == 0 ? 1_000_000_000L : i % 2).ToArray()));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var wrong = Assert.Throws<ArgumentException>(() => new LinearProblem(data, Losses.CrossEntropy).Fit(0.1));
        Assert.Contains("Class 2 of 0 … 1000000000 has no row", wrong.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_stack_of_one_model_twice_is_refused()
    {
        using var model = nn.Linear(3, 2);
        Assert.Contains(
            "Models 0 and 2 are one model",
            Assert.Throws<ArgumentException>(() => new ModelStack([model, nn.Linear(3, 2), model])).Message);
    }

    [Fact]
    public void A_gradient_of_another_size_is_refused()
    {
        using var scope = NewDisposeScope();
        foreach (
            var penalty in new TorchReg.Penalties.Penalty[]
            {
                new TorchReg.Penalties.L1(0.1),
                new TorchReg.Penalties.L2(0.1),
                new TorchReg.Penalties.ElasticNet(0.1, 0.2)
            })
            Assert.Contains(
                "The gradient has 7 numbers, the parameter 5",
                Assert.Throws<ArgumentException>(() => penalty.AddGradient(ones(5), zeros(7))).Message);
    }

    [Fact]
    public void A_dat_file_is_loaded_whole_or_the_model_is_unchanged()
    {
        var path = Path.ChangeExtension(Path.GetTempFileName(), ".dat");
        using var saved = new Mlp([3, 4, 2], 0);
        using var model = new Mlp([3, 4, 2], 0);
        ModelFile.Save(saved, path);
        var (whole, before) = (File.ReadAllBytes(path), Numbers(model));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => ModelFile.Load(model, path));
            Assert.Equal(before, Numbers(model));
        }
        File.WriteAllBytes(path, whole);
        ModelFile.Load(model, path);
        Assert.Equal(Numbers(saved), Numbers(model));
        File.Delete(path);
    }

    static float[] Numbers(nn.Module model)
    {
        using var scope = NewDisposeScope();
        return [.. model.state_dict().Values.SelectMany(tensor => tensor.data<float>().ToArray())];
    }
}
