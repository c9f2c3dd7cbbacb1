using TorchReg.Pruning;
using TorchSharp.Modules;

namespace TorchReg.Tests.Pruning;

/// <summary>What can't be followed is refused by name, and the model is as it was.</summary>
public sealed class CompactionRefusalTests : ScopedTests
{
    sealed class Own(Func<Own, Tensor, Tensor> run) : nn.Module<Tensor, Tensor>(nameof(Own))
    {
        public Linear First { get; private set; } = null!;

        public Linear Second { get; private set; } = null!;

        public override Tensor forward(Tensor input) => run(this, input);

        public static Own Of(Func<Own, Tensor, Tensor> run)
        {
            var model = new Own(run) { First = nn.Linear(4, 6), Second = nn.Linear(6, 2) };
            model.register_module("first", model.First);
            model.register_module("second", model.Second);
            using var noGrad = no_grad();
            model.First.weight![1].zero_();
            return model;
        }
    }

    static string Refusal(nn.Module<Tensor, Tensor> model) =>
        Assert.Throws<InvalidOperationException>(() => Compaction.Of(model, randn(5, 4)).Apply()).Message;

    [Fact]
    public void A_layer_that_is_run_by_forward_is_named() =>
        Assert.Equal(
            "The model can't be compacted: 'second' did not run, or by forward(x): run it by call(x).",
            Refusal(Own.Of((own, x) => own.Second.forward(own.First.call(x)))));

    [Fact]
    public void Code_that_holds_a_size_is_told_and_the_model_is_as_it_was()
    {
        var model = Own.Of((own, x) => own.Second.call(own.First.call(x).reshape(-1, 6)));
        var x = randn(5, 4);
        var before = model.call(x);
        Assert.Contains("its code holds sizes that then are others", Refusal(model), StringComparison.Ordinal);
        Assert.True(model.call(x).allclose(before));
        Assert.Equal((6L, 6L), (model.First.out_features, model.Second.in_features));
    }

    [Fact]
    public void Units_that_are_mixed_between_layers_stay()
    {
        var model = Own.Of((own, x) => own.Second.call(nn.functional.softmax(own.First.call(x), 1)));
        Assert.Equal(6, Compaction.Of(model, randn(5, 4)).Layers[0].KeptUnits);
    }

    [Fact]
    public void A_weight_of_two_layers_is_named()
    {
        var model = Own.Of((own, x) => own.Second.call(own.First.call(x)));
        using var tied = nn.Sequential(("a", nn.Linear(4, 4)), ("b", nn.Linear(4, 4)));
        ((Linear)tied[1]).weight = ((Linear)tied[0]).weight;
        Assert.Contains("'a.weight' is also 'b.weight'", Refusal(tied), StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_in_eval_mode_is_told() =>
        Assert.Contains(
            "differ", Refusal(Own.Of((own, x) => own.Second.call(own.First.call(x)) + rand(1))), StringComparison.Ordinal);

    [Fact]
    public void An_example_without_rows_is_told() =>
        Assert.Contains("must hold rows", Assert.Throws<ArgumentException>(
            () => Compaction.Of(nn.Linear(2, 2), empty(0, 2))).Message, StringComparison.Ordinal);
}
