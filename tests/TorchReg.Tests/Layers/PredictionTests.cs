using TorchReg.Layers;

namespace TorchReg.Tests.Layers;

/// <summary>Prediction is in eval mode, has no graph, and leaves the model as it was.</summary>
public sealed class PredictionTests : ScopedTests
{
    sealed class Failing() : nn.Module<Tensor, Tensor>(nameof(Failing))
    {
        public override Tensor forward(Tensor input) => throw new InvalidOperationException("no");
    }

    static nn.Module<Tensor, Tensor> Model() =>
        nn.Sequential(
            ("first", nn.Linear(4, 8)),
            (
                "block",
                nn.Sequential(
                    ("norm", nn.BatchNorm1d(8)),
                    ("drop", new InvertedDropout(0.5, seed: 1)),
                    ("inner", nn.Sequential(nn.Dropout(0.5))))),
            ("last", nn.Linear(8, 2)));

    static bool[] Modes(nn.Module model) => [model.training, .. model.modules().Select(m => m.training)];

    // A frozen normalization in a training model, and the other way round.
    static void Mix(nn.Module<Tensor, Tensor> model, bool root)
    {
        model.train(root);
        foreach (var (name, module) in model.named_modules())
            if (name is "block.norm" or "block.inner.0") module.train(!root);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_modules_mode_is_restored(bool root)
    {
        using var model = Model();
        Mix(model, root);
        var before = Modes(model);
        Assert.Contains(true, before);
        Assert.Contains(false, before);
        Prediction.Of(model, randn(6, 4));
        Assert.Equal(before, Modes(model));
        MonteCarlo.Predict(model, randn(6, 4), 3);
        Assert.Equal(before, Modes(model));
    }

    [Fact]
    public void Modes_are_restored_when_the_model_fails()
    {
        using var model = nn.Sequential(("norm", nn.BatchNorm1d(4)), ("drop", nn.Dropout()), ("failing", new Failing()));
        model.train();
        foreach (var module in model.children().Take(1)) module.eval();
        var before = Modes(model);
        Assert.Throws<InvalidOperationException>(() => Prediction.Of(model, randn(6, 4)));
        Assert.Throws<InvalidOperationException>(() => MonteCarlo.Predict(model, randn(6, 4)));
        Assert.Equal(before, Modes(model));
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void It_is_the_eval_output_bit_for_bit_without_a_graph()
    {
        using var model = Model();
        var x = randn(6, 4);
        model.train();
        var predicted = Prediction.Of(model, x);
        Assert.False(predicted.requires_grad);
        model.eval();
        Assert.True(NoisyLayers.Same(model.call(x), predicted));
    }

    [Fact]
    public void It_changes_no_running_statistic()
    {
        using var model = Model();
        var before = model.buffers().Select(b => b.clone()).ToArray();
        model.train();
        Prediction.Of(model, randn(6, 4));
        MonteCarlo.Predict(model, randn(6, 4), 3);
        Assert.All(before.Zip(model.buffers()), b => Assert.True(NoisyLayers.Same(b.First, b.Second)));
    }

    [Fact]
    public void The_result_belongs_to_the_callers_scope_and_the_input_stays_his()
    {
        var x = randn(6, 4);
        Tensor inner;
        using (NewDisposeScope())
        {
            inner = Prediction.Of(new InvertedDropout(), x);
            Assert.False(inner.IsInvalid);
        }
        Assert.True(inner.IsInvalid);
        Assert.False(x.IsInvalid);
    }
}
