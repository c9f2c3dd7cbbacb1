namespace TorchReg.Tests.Training;

/// <summary>A training that ended goes on with more epochs as if it had never ended.</summary>
public sealed class GoOnTests : FolderTests
{
    static (History History, string Weights) Fit(Dataset data, int epochs, string? folder)
    {
        using var scope = NewDisposeScope();
        using var model = new Mlp([5, 4, 1], initialization: Initialization.Glorot, generator: new Generator(2));
        using var regularization = new Regularization(model, new L1(0.01), PenaltyMode.Proximal);
        var history = new Trainer(model, Losses.HalfSquaredError, regularization, new()
        {
            Epochs = epochs,
            BatchSize = 16,
            LearningRate = 0.01,
            Seed = 3,
            Optimizer = (parameters, rate) => optim.Adam(parameters, rate),
            Checkpoints = folder is null ? null : new(folder) { Resume = true, AtEnd = true, Keep = 1 },
        }).Fit(data);
        return (history, string.Join(' ', model.parameters().Select(p => string.Join(' ', p.data<float>().ToArray()))));
    }

    [Fact]
    public void Rung_by_rung_gives_the_bits_of_a_training_at_once()
    {
        using var data = Synthetic.Regression(100, 5, 3, seed: 4).Data;
        var whole = Fit(data, 9, null);
        foreach (var epochs in new[] { 1, 3 }) Assert.Equal(epochs, Fit(data, epochs, folder.Path).History.Epochs.Count);
        var (history, weights) = Fit(data, 9, folder.Path);
        Assert.Equal(whole.Weights, weights);
        Assert.Equal(
            whole.History.Epochs.Select(epoch => epoch.Training!.Total), history.Epochs.Select(epoch => epoch.Training!.Total));
        Assert.Single(Directory.GetFiles(folder.Path, "*.checkpoint"));
    }
}
