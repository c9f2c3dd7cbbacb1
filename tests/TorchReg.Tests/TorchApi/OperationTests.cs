namespace TorchReg.Tests.TorchApi;

/// <summary>Values of operators on numbers small enough to check by hand.</summary>
public sealed class OperationTests : ScopedTests
{
    static float[] Numbers(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
    static Tensor Row(params float[] numbers) => tensor(numbers);

    [Fact]
    public void Shapes_broadcast_from_the_right()
    {
        Assert.Equal([2, 3], (ones(2, 1) + ones(3)).shape);
        Assert.Equal([11, 21, 12, 22], Numbers(Row(1, 2).unsqueeze(1) + Row(10, 20)));
        Assert.ThrowsAny<Exception>(() => ones(2) + ones(3));
    }

    [Fact]
    public void Operators_take_numbers_on_both_sides()
    {
        var t = Row(1, 2, 4);
        Assert.Equal([3, 4, 6], Numbers(t + 2));
        Assert.Equal([1, 0, -2], Numbers(2 - t));
        Assert.Equal([0.5f, 1, 2], Numbers(t / 2f));
        Assert.Equal([8, 4, 2], Numbers(8.0 / t));
        Assert.Equal([1, 2, 1], Numbers(t % 3));
        Assert.Equal([-1, -2, -4], Numbers(-t));
        Assert.Equal([true, false, false], (t < 2).data<bool>().ToArray());
        Assert.Equal([false, true, true], (2 <= t).data<bool>().ToArray());
        Assert.Equal([false, true, false], (t == 2).data<bool>().ToArray());
    }

    [Fact]
    public void In_place_operators_change_and_return_the_same_tensor()
    {
        var t = Row(1, 2);
        var view = t.view(2, 1);
        Assert.Same(t, t.add_(1));
        Assert.Same(t, t.mul_(Row(2, 3)).sub_(1).clamp_(max: 5));
        Assert.Equal([3, 5], Numbers(view));
        Assert.Equal([0, 0], Numbers(t.zero_()));
        Assert.Equal([7, 7], Numbers(view.fill_(7)));
        Assert.Equal([1, 2], Numbers(t.copy_(Row(1, 2))));
        Assert.Equal([6, 7], Numbers(t.add_(Row(1, 1), alpha: 5)));
    }

    [Fact]
    public void Reductions_go_over_all_or_over_named_dimensions()
    {
        var t = tensor(new[,] { { 1f, 2f, 3f }, { 4f, 5f, 9f } });
        Assert.Equal(24, t.sum().item<float>());
        Assert.Equal([5, 7, 12], Numbers(t.sum(dim: 0)));
        Assert.Equal([2, 1], t.sum(1, keepdim: true).shape);
        Assert.Equal(4, t.mean().item<float>());
        Assert.Equal([2, 6], Numbers(t.mean([1])));
        Assert.Equal([1, 7], Numbers(t.var(1)));
        Assert.Equal(9, t.max().item<float>());
        var (values, indexes) = t.max(1);
        Assert.Equal([3, 9], Numbers(values));
        Assert.Equal([2, 2], indexes.data<long>().ToArray());
        Assert.Equal([0, 0], t.argmin(1).data<long>().ToArray());
        Assert.Equal([6, 180], Numbers(t.prod(1)));
        Assert.Equal([1, 3, 6, 4, 9, 18], Numbers(t.cumsum(1)));
        Assert.Equal(Math.Sqrt(136), t.norm().item<float>(), 4);
        Assert.Equal([6, 18], Numbers(t.norm(1, p: 1)));
        Assert.True(t.gt(0).all().item<bool>());
        Assert.False(t.gt(9).any().item<bool>());
        Assert.Equal(Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(3)), t.logsumexp(1)[0].item<float>(), 5);
        var (std, mean) = t.std_mean(1, unbiased: false);
        Assert.Equal([2, 6], Numbers(mean));
        Assert.Equal(Math.Sqrt(2.0 / 3), std[0].item<float>(), 5);
    }

    [Fact]
    public void Sorting_returns_values_and_where_they_were()
    {
        var t = Row(3, 1, 2);
        var (values, indices) = t.sort();
        Assert.Equal([1, 2, 3], Numbers(values));
        Assert.Equal([1, 2, 0], indices.data<long>().ToArray());
        var (largest, places) = t.topk(2);
        Assert.Equal([3, 2], Numbers(largest));
        Assert.Equal([0, 2], places.data<long>().ToArray());
        Assert.Equal([0, 2, 1], t.argsort(descending: true).data<long>().ToArray());
        Assert.Equal([1, 2], Numbers(Row(2, 1, 2).unique().output));
        Assert.Equal([1, 2], searchsorted(Row(1, 3, 5), Row(2, 4)).data<long>().ToArray());
        Assert.Equal([0, 2, 1], tensor(new long[] { 1, 1, 2 }).bincount(null!).data<long>().ToArray());
    }

    [Fact]
    public void Products_agree_with_sums_of_products()
    {
        var a = tensor(new[,] { { 1f, 2f }, { 3f, 4f } });
        Assert.Equal([7, 10, 15, 22], Numbers(a.matmul(a)));
        Assert.Equal([5, 11], Numbers(a.mv(Row(1, 2))));
        Assert.Equal(5, Row(1, 2).dot(Row(1, 2)).item<float>());
        Assert.Equal([8, 11, 16, 23], Numbers(ones(2, 2).addmm(a, a)));
        Assert.Equal([7, 10, 15, 22], Numbers(einsum("ij,jk->ik", a, a)));
        Assert.Equal([3, 2, 2], ones(3, 2, 4).bmm(ones(3, 4, 2)).shape);
        Assert.Equal([3, 6], Numbers(Row(3).outer(Row(1, 2))));
    }

    [Fact]
    public void Tensors_are_joined_and_split()
    {
        var t = arange(6).reshape(2, 3);
        Assert.Equal([4, 3], cat([t, t]).shape);
        Assert.Equal([2, 2, 3], stack([t, t], 1).shape);
        Assert.Equal([4, 3], vstack([t, t]).shape);
        Assert.Equal([2, 1], t.split(new long[] { 2, 1 }, 1)[1].shape);
        Assert.Equal(3, t.unbind(1).Length);
        Assert.Equal(2, t.chunk(2, 1).Length);
        Assert.Equal([2, 3], meshgrid([arange(2), arange(3)])[0].shape);
        Assert.Equal([3, 2], t.T.shape);
        Assert.Equal([1, 4, 2, 3], t.expand(4, 2, 3).unsqueeze(0).shape);
        Assert.Equal([4, 9], t.repeat(2, 3).shape);
        Assert.Equal([3, 2, 1], ones(1, 2, 3).permute(2, 1, 0).shape);
    }

    [Fact]
    public void Comparison_of_tensors_is_by_element_or_by_tolerance()
    {
        var t = Row(1, 2);
        Assert.True(t.allclose(t + 1e-9f));
        Assert.False(t.allclose(t + 1));
        Assert.Equal([true, false], t.equal(Row(1, 3)).data<bool>().ToArray());
        Assert.Equal([false, true], Row(1, float.NaN).isnan().data<bool>().ToArray());
        Assert.Equal([1, 20], Numbers(where(t.eq(1), t, Row(10, 20))));
        Assert.Equal([true, false], (t.eq(1) & t.lt(2)).data<bool>().ToArray());
        Assert.Equal([false, true], (~t.eq(1)).data<bool>().ToArray());
    }

    [Fact]
    public void Division_rounds_as_it_is_told()
    {
        var t = Row(-7, 7);
        Assert.Equal([-4, 3], Numbers(t.div(2, RoundingMode.floor)));
        Assert.Equal([-3, 3], Numbers(t.div(2, RoundingMode.trunc)));
        Assert.Equal([-3.5f, 3.5f], Numbers(t.div(2)));
    }

    [Fact]
    public void A_null_tensor_is_refused()
    {
        Assert.Throws<NullReferenceException>(() => ones(2).add((Tensor)null!));
        Assert.ThrowsAny<Exception>(() => abs(null!));
        Assert.ThrowsAny<Exception>(() => cat(null!));
    }
}
