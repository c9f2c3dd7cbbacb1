namespace TorchReg.Tests.Kernels;

/// <summary>
/// Agreement of two ways: the passes over host memory against libtorch's operators, which work on what has gaps.
/// </summary>
public class HostKernelTests
{
    static Tensor Normal(int seed, ScalarType type, params long[] shape)
    {
        using var generator = new Generator((ulong)seed);
        return randn(shape, type, generator: generator);
    }

    // The same numbers with gaps between the rows, so that no span covers them.
    static Tensor WithGaps(Tensor t)
    {
        var wide = zeros(t.shape[0], 2 * t.shape[1], dtype: t.dtype);
        var view = wide.slice(1, 0, 2 * t.shape[1], 2);
        view.copy_(t);
        Assert.False(view.is_contiguous());
        return view;
    }

    static void Near(Tensor expected, Tensor actual, double tolerance = 1e-6) =>
        Assert.InRange((expected - actual).abs().max().ToDouble(), 0, tolerance);

    public static TheoryData<string, Penalty> Penalties => new()
    {
        { "L1", new L1(0.3) }, { "elastic net", ElasticNet.FromWeights(0.3, 0.7) }, { "features", new GroupLasso(1.2) },
        { "units", new GroupLasso(1.2, Groups.Units) }, { "sparse group", new SparseGroupLasso(0.8, 0.4) },
    };

    [Theory, MemberData(nameof(Penalties))]
    public void A_prox_in_one_pass_is_the_operators_and_has_the_same_zeros(string name, Penalty penalty)
    {
        Assert.NotEmpty(name);
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
            foreach (var (rows, columns) in new[] { (2, 1), (3, 7), (10, 33) })
            {
                var dense = Normal(1, type, rows, columns);
                dense[0, 0] = 0;
                var gaps = WithGaps(dense);
                penalty.Prox(dense, 0.5);
                penalty.Prox(gaps, 0.5);
                Near(gaps, dense);
                Assert.Equal(gaps.eq(0).sum().ToInt64(), dense.eq(0).sum().ToInt64());
            }
    }

    [Theory, MemberData(nameof(Penalties))]
    public void A_gradient_in_one_pass_is_the_operators(string name, Penalty penalty)
    {
        Assert.NotEmpty(name);
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            var dense = Normal(2, type, 5, 11);
            dense[2] = 0;
            var (gaps, gradient, other) = (WithGaps(dense), ones_like(dense), ones_like(dense));
            foreach (var scale in new[] { 2.0, -0.5 })
            {
                penalty.AddGradient(dense, gradient, scale);
                penalty.AddGradient(gaps, other, scale);
                Near(other, gradient);
            }
        }
    }

    [Theory]
    [
        InlineData("softmax", 1),
        InlineData("softmax", 5),
        InlineData("softmax", 8),
        InlineData("softmax", 33),
        InlineData("line", 1),
        InlineData("line", 19)
    ]
    public void A_closed_form_in_one_pass_is_autograd(string kind, int rows)
    {
        foreach (var isWeighted in new[] { false, true })
        {
            nn.Module<Tensor, Tensor> model = kind == "line" ? new LinearRegression(6) : new SoftmaxRegression(6, 4);
            var loss = kind == "line" ? Losses.MeanSquaredError : Losses.CrossEntropy;
            using (no_grad())
                foreach (var (parameter, seed) in model.parameters().Select((p, i) => (p, i)))
                    parameter.copy_(Normal(seed, ScalarType.Float32, parameter.shape));
            var y = kind == "line" ? Normal(5, ScalarType.Float32, rows, 1) : arange(rows).remainder(4);
            using var data = new Dataset(
                Normal(4, ScalarType.Float32, rows, 6),
                y,
                isWeighted ? Normal(6, ScalarType.Float32, rows).abs() : null);
            var expected = Objective.ByAutograd(model, loss).Backward(data).ToDouble();
            var gradients = model.parameters().Select(p => p.grad!.clone()).ToArray();
            var closed = Objective.Of(model, loss);
            Assert.Equal(expected, closed.Backward(data).ToDouble(), 5);
            Assert.All(model.parameters().Zip(gradients), g => Near(g.Second, g.First.grad!, 1e-5));
            closed.Backward(data, accumulate: true, factor: 0.5);
            Assert.All(model.parameters().Zip(gradients), g => Near(g.Second * 1.5, g.First.grad!, 1e-5));
        }
    }

    [Fact]
    public void Logits_far_apart_neither_overflow_nor_lose_the_loss()
    {
        using var data = new Dataset(ones(9, 1) * 1000, tensor(Enumerable.Repeat(1L, 9).ToArray()));
        var model = new SoftmaxRegression(1, 2);
        using (no_grad()) model.Weight.copy_(tensor(new[] { 1f, -1f }, [2L, 1L]));
        Assert.Equal(2000, Objective.Of(model, Losses.CrossEntropy).Backward(data).ToDouble(), 2);
    }

    [Theory, InlineData(4), InlineData(-1)]
    public void A_label_that_is_no_class_is_refused_by_name(long label)
    {
        using var data = new Dataset(zeros(2, 6), tensor(new[] { 0, label }));
        var thrown = Assert.Throws<ArgumentException>(() =>
            Objective.Of(new SoftmaxRegression(6, 4), Losses.CrossEntropy).Backward(data));
        Assert.Contains($"label {label} is no class", thrown.Message, StringComparison.Ordinal);
    }
}
