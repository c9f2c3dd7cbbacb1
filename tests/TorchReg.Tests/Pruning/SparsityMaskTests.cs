using TorchReg.Optimizers;
using TorchReg.Pruning;
using TorchReg.Tests.Data;
using TorchSharp.Modules;

namespace TorchReg.Tests.Pruning;

/// <summary>Zeros that a mask holds stay zeros; what is left learns as if it were alone.</summary>
public sealed class SparsityMaskTests : ScopedTests
{
    public static TheoryData<string> Optimizers => [.. KnownOptimizers.All.Select(adapter => adapter.Setting)];

    static TrainingOptions With(string optimizer, OptimizerArguments? arguments = null) => new()
    {
        Epochs = 4,
        BatchSize = 8,
        LearningRate = 0.02,
        Optimizer = (parameters, rate) => KnownOptimizers.Find(optimizer)!.Create(parameters, rate, arguments ?? new()),
    };

    static double[] ZerosOf(Sequential model) =>
        [.. model.parameters().Where(p => p.dim() > 1).SelectMany(p => p.eq(0).to(float64).flatten().data<double>().ToArray())];

    [Theory, MemberData(nameof(Optimizers))]
    public void Zeros_stay_under_every_optimizer_and_the_rest_learns(string optimizer)
    {
        using var model = MaskedNetwork.Of(1);
        MaskedNetwork.Prune(model);
        using var mask = SparsityMask.OfZeros(model);
        var (before, first) = (ZerosOf(model), ((Linear)model[0]).weight!.clone());
        Assert.Equal(2 * 6 + 2 * 3 + 2, mask.Zeros);
        MaskedNetwork.Train(model, mask, With(optimizer));
        Assert.Equal(before, ZerosOf(model));
        Assert.False(first.allclose(((Linear)model[0]).weight!));
    }

    // Two ways to the same numbers: a unit that a mask holds at 0, and a network without that unit.
    [Theory, InlineData("sgd"), InlineData("adam"), InlineData("rmsProp"), InlineData("adagrad")]
    public void A_network_whose_masked_units_are_taken_away_learns_the_same(string optimizer)
    {
        var (masked, smaller) = (MaskedNetwork.Of(2), MaskedNetwork.Of(2));
        foreach (var model in new[] { masked, smaller }) MaskedNetwork.Prune(model);
        using (var mask = SparsityMask.OfZeros(masked)) MaskedNetwork.Train(masked, mask, With(optimizer));
        Compaction.Of(smaller, MaskedNetwork.Rows().Features).Apply();
        Assert.Equal([6L, 6], ((Linear)smaller[0]).weight!.shape);
        using (var mask = SparsityMask.OfZeros(smaller)) MaskedNetwork.Train(smaller, mask, With(optimizer));
        var x = MaskedNetwork.Rows(7).Features;
        Assert.True(masked.call(x).allclose(smaller.call(x), rtol: 1e-10, atol: 1e-12));
    }

    [Fact]
    public void Momentum_and_decay_of_before_do_not_move_what_is_masked()
    {
        using var model = MaskedNetwork.Of(3);
        using var optimizer = optim.Adam(model.parameters(), 0.1, weight_decay: 0.01);
        void Step() => optimizer.step();
        void Backward() => model.call(MaskedNetwork.Rows().Features).square().sum().backward();
        for (var i = 0; i < 3; i++)
        {
            optimizer.zero_grad();
            Backward();
            Step();
        }
        using var mask = MagnitudePruning.Global(model, 0.5);
        mask.Apply(model);
        using var held = new Regularization(model, mask.Rules);
        for (var i = 0; i < 5; i++)
        {
            optimizer.zero_grad();
            Backward();
            held.AddGradients();
            Step();
            held.ProximalStep(optimizer);
            Assert.Equal(mask.Zeros, (long)ZerosOf(model).Sum());
        }
    }

    [Fact]
    public void A_penalty_acts_beside_it_on_what_is_left()
    {
        using var model = MaskedNetwork.Of(4);
        MaskedNetwork.Prune(model);
        using var mask = SparsityMask.OfZeros(model);
        MaskedNetwork.Train(model, mask, With("sgd"), new Rule(new L1(0.5), mode: PenaltyMode.Proximal));
        using var after = SparsityMask.OfZeros(model);
        Assert.True(after.Zeros > mask.Zeros);
        foreach (var (name, kept) in mask.Kept) Assert.False(after.Kept[name].logical_and(kept.logical_not()).any().ToBoolean());
    }

    [Fact]
    public void A_mask_survives_saving_beside_its_model()
    {
        using var folder = new TemporaryFolder();
        using var model = MaskedNetwork.Of(5);
        using var mask = MagnitudePruning.Global(model, 0.3);
        mask.Save(Path.Combine(folder.Path, "mask.safetensors"));
        using var loaded = SparsityMask.Load(Path.Combine(folder.Path, "mask.safetensors"));
        Assert.Equal(mask.ToString(), loaded.ToString());
        Assert.All(mask.Kept, pair => Assert.True(pair.Value.eq(loaded.Kept[pair.Key]).all().ToBoolean()));
        loaded.Apply(model);
        using var zeros = SparsityMask.OfZeros(model);
        Assert.All(mask.Kept, pair => Assert.True(pair.Value.eq(zeros.Kept[pair.Key]).all().ToBoolean()));
    }

    [Fact]
    public void A_mask_of_another_model_or_file_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        using var model = MaskedNetwork.Of(6);
        using var mask = MagnitudePruning.Global(model, 0.3);
        using var other = nn.Sequential(("a", nn.Linear(6, 7)));
        Assert.Contains(
            "'a.weight' is [8×6], the parameter [7×6]", Assert.Throws<ArgumentException>(() => mask.Apply(other)).Message);
        using var none = nn.Sequential(("c", nn.Linear(6, 8)));
        Assert.Contains("no parameter 'a.weight'", Assert.Throws<ArgumentException>(() => mask.Apply(none)).Message);
        var path = Path.Combine(folder.Path, "model.safetensors");
        TorchReg.Storage.ModelFile.Save(model, path);
        Assert.Contains(
            "is no mask", Assert.Throws<InvalidDataException>(() => SparsityMask.Load(path)).Message);
        Assert.Throws<ArgumentException>(() => { SparsityMask.OfZeros(nn.ReLU()); });
    }

    [Fact]
    public void A_transposed_convolution_keeps_its_zeros_where_they_are()
    {
        using var model = nn.Sequential(("up", nn.ConvTranspose2d(2, 3, 2, dtype: float64)));
        var weight = ((ConvTranspose2d)model[0]).weight;
        using (no_grad()) weight[0, 2].zero_();
        using var mask = SparsityMask.OfZeros(model);
        using var held = new Regularization(model, mask.Rules);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        model.call(randn(2, 2, 4, 4, dtype: float64)).square().sum().backward();
        held.AddGradients();
        optimizer.step();
        held.ProximalStep(optimizer);
        Assert.Equal(4, weight.eq(0).sum().ToInt64());
        Assert.True(weight[0, 2].eq(0).all().ToBoolean());
    }
}
