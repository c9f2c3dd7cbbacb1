using System.Runtime.InteropServices;

namespace TorchReg.Tests.TorchApi;

/// <summary>Scopes, modules, initial values and graphs as TorchSharp's package has them, and the faults of its own.</summary>
public sealed class PackageModuleTests : ScopedTests
{
    public static TheoryData<string, Action<DisposeScope>> Uses => new()
    {
        { "attach", s => s.Attach(ones(1)) }, { "detach", s => s.Detach(ones(1)) }, { "move", s => s.MoveToOther(null, ones(1)) },
        { "outer", s => s.MoveToOuter(ones(1)) }, { "everything", s => s.DisposeEverything() },
        { "mark", s => s.MarkAsDisposed(ones(1)) },
        { "view", s => _ = s.DisposablesView }, { "count", s => _ = s.DisposablesCount },
    };

    [Theory, MemberData(nameof(Uses))]
    public void A_disposed_scope_refuses_every_use(string what, Action<DisposeScope> use)
    {
        var gone = NewDisposeScope();
        gone.Dispose();
        Assert.True(Record.Exception(() => use(gone)) is ObjectDisposedException, what);
    }

    public static TheoryData<string, Action> Integers => new()
    {
        { "normal_", () => nn.init.normal_(ones(3, int64)) }, { "uniform_", () => nn.init.uniform_(ones(3, int64)) },
        { "xavier", () => nn.init.xavier_uniform_(ones(3, 3, int64)) },
        { "kaiming", () => nn.init.kaiming_uniform_(ones(3, 3, int64)) },
        { "orthogonal", () => nn.init.orthogonal_(ones(3, 3, int64)) },
        { "sparse", () => nn.init.sparse_(ones(3, 3, int64), 0.5) },
        { "factory", () => ones(3, int64, requires_grad: true) }, { "parameter", () => nn.Parameter(ones(3, int64)) },
        { "setter", () => ones(3, int64).requires_grad = true },
    };

    [Theory, MemberData(nameof(Integers))]
    public void Integers_take_no_gradients_and_no_random_initial_values(string what, Action use) =>
        Assert.True(Record.Exception(use) is ExternalException, what);

    [Fact]
    public void A_module_that_wraps_one_of_libtorch_bears_its_name()
    {
        Assert.Equal("torch::nn::SequentialImpl", nn.Sequential(nn.Linear(1, 1)).GetName());
        Assert.Equal("torch::nn::EmbeddingImpl", nn.Embedding(1, 1).GetName());
        Assert.Equal("torch::nn::EmbeddingBagImpl", nn.EmbeddingBag(1, 1).GetName());
        Assert.Equal("Linear", nn.Linear(1, 1).GetName());
    }

    [Fact]
    public void A_second_backward_is_refused_only_where_the_graph_had_saved_something()
    {
        var x = ones(3, requires_grad: true);
        var sum = x.sum();
        sum.backward();
        sum.backward();
        Assert.Equal(6f, x.grad!.sum().item<float>());
        var squares = x.square().sum();
        squares.backward();
        Assert.Throws<ExternalException>(() => squares.backward());
    }

    [Fact]
    public void A_boolean_index_of_the_wrong_shape_gives_libtorchs_message()
    {
        var error = Assert.Throws<ExternalException>(() => ones(2)[ones(3, @bool)]);
        Assert.Contains("The shape of the mask [3] at index 0 does not match", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_normal_values_are_not_to_be_had() => Faulty(
        () => nn.init.trunc_normal_(zeros(10000), 3, 0.5, 2, 4), t => Math.Abs(t.mean().item<float>() - 3) > 0.1);

    [Fact]
    public void Hardtanh_is_to_be_had_in_place_only()
    {
        Faulty(() => ones(1).mul(3).hardtanh(-1, 1), t => t.item<float>() == 3);
        Faulty(() => nn.functional.hardtanh(ones(1) * 3), t => t.item<float>() == 3);
        Faulty(() => nn.Hardtanh().call(ones(1) * 3), t => t.item<float>() == 3);
        Assert.Equal(1f, (ones(1) * 3).hardtanh_(-1, 1).item<float>());
        Assert.Equal(1f, nn.functional.hardtanh(ones(1) * 3, inplace: true).item<float>());
    }

    [Fact]
    public void Tensordot_takes_named_dimensions_only()
    {
        Assert.Throws<IndexOutOfRangeException>(() => tensordot(ones(2, 2), ones(2, 2), 1));
        Assert.Equal([2f, 2, 2, 2], tensordot(ones(2, 2), ones(2, 2), [1], [0]).data<float>().ToArray());
    }

    [StandInFact]
    public void Group_normalization_is_NaN_until_its_weights_are_set()
    {
        using var groups = nn.GroupNorm(2, 4);
        Assert.True(groups.call(rand(1, 4, 3)).isnan().all().item<bool>());
        nn.init.ones_(groups.weight);
        nn.init.zeros_(groups.bias!);
        Assert.True(groups.call(rand(1, 4, 3)).isfinite().all().item<bool>());
    }

    /// <summary>The package answers wrongly; the stand-in refuses.</summary>
    static void Faulty(Func<Tensor> call, Func<Tensor, bool> isWrong)
    {
        if (StandIn.IsLoaded)
            Assert.Contains("refused here", Assert.Throws<NotSupportedException>(call).Message, StringComparison.Ordinal);
        else Assert.True(isWrong(call()));
    }
}
