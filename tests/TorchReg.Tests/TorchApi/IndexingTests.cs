using System.Runtime.InteropServices;

namespace TorchReg.Tests.TorchApi;

/// <summary>What tensor[…] selects and what assigning to it changes.</summary>
public sealed class IndexingTests : IDisposable
{
    readonly DisposeScope scope = NewDisposeScope();
    readonly Tensor grid = arange(24).reshape(2, 3, 4);

    public void Dispose() => scope.Dispose();

    static long[] Numbers(Tensor tensor) => tensor.contiguous().data<long>().ToArray();

    [Fact]
    public void A_number_takes_one_slice_of_the_first_dimension()
    {
        Assert.Equal([3, 4], grid[1].shape);
        Assert.Equal(23, grid[1, 2, 3].item<long>());
        Assert.Equal(23, grid[-1, -1, -1].ToInt64());
    }

    [Fact]
    public void Slices_follow_the_rules_of_torch()
    {
        Assert.Equal([0, 4, 8], Numbers(grid[0, TensorIndex.Colon, 0]));
        Assert.Equal([1, 2], Numbers(grid[0, 0, 1..3]));
        Assert.Equal([2, 3], Numbers(grid[0, 0, TensorIndex.Slice(2)]));
        Assert.Equal([0, 2], Numbers(grid[0, 0, TensorIndex.Slice(step: 2)]));
        Assert.Equal([0, 1, 2], Numbers(grid[0, 0, ..^1]));
        Assert.Equal([3], Numbers(grid[0, 0, ^1..]));
        Assert.Equal([20, 21, 22, 23], Numbers(grid[TensorIndex.Single(1), ^1]));
    }

    [Fact]
    public void Ellipsis_and_new_axes_keep_the_other_dimensions_in_place()
    {
        Assert.Equal([2, 3], grid[TensorIndex.Ellipsis, 0].shape);
        Assert.Equal([1, 2, 3, 4], grid[TensorIndex.None, TensorIndex.Ellipsis].shape);
        Assert.Equal([2, 3, 4, 1], grid[TensorIndex.Ellipsis, TensorIndex.None].shape);
        Assert.Equal([2, 1, 4], grid[TensorIndex.Colon, TensorIndex.Slice(0, 1)].shape);
    }

    [Fact]
    public void A_boolean_mask_selects_elements_in_order() =>
        Assert.Equal([20, 21, 22, 23], Numbers(grid[grid.gt(19)]));

    [Fact]
    public void Tensors_of_positions_are_combined_with_slices()
    {
        var columns = tensor(new long[] { 3, 0 });
        Assert.Equal([2, 3, 2], grid[TensorIndex.Ellipsis, TensorIndex.Tensor(columns)].shape);
        Assert.Equal([7, 4], Numbers(grid[0, 1, TensorIndex.Tensor(columns)]));
        Assert.Equal(
            [1, 12], Numbers(grid[tensor(new long[] { 0, 1 }), tensor(new long[] { 0, 0 }), tensor(new long[] { 1, 0 })]));
    }

    [Fact]
    public void A_boolean_index_of_several_dimensions_takes_up_as_many()
    {
        var mask = tensor(new[,] { { true, false, false }, { false, false, true } });
        Assert.Equal([0, 1, 2, 3, 20, 21, 22, 23], Numbers(grid[TensorIndex.Tensor(mask)]));
    }

    // TorchSharp 0.107 takes it.
    [StandInFact]
    public void A_boolean_index_of_several_dimensions_must_be_the_last()
    {
        var mask = tensor(new[,] { { true, false, false }, { false, false, true } });
        Assert.Throws<ExternalException>(() => grid[TensorIndex.Tensor(mask), 0]);
    }

    [Fact]
    public void Views_share_memory_with_what_they_were_taken_from()
    {
        grid[0, 1].fill_(-1);
        Assert.Equal([0, 1, 2, 3, -1, -1, -1, -1], Numbers(grid[0, ..2]).Concat([]).ToArray());
    }

    [Fact]
    public void Assigning_to_places_changes_only_them()
    {
        var t = zeros(3, 3);
        t[0] = ones(3);
        t[1, 1] = tensor(5f);
        t[TensorIndex.Colon, 2] = full(3, 7f);
        t[tensor(new long[] { 2 }), tensor(new long[] { 0 })] = tensor(9f);
        Assert.Equal([1, 1, 7, 0, 5, 7, 9, 0, 7], t.data<float>().ToArray());
        t[t.eq(7)] = tensor(0f);
        Assert.Equal(16f, t.sum().item<float>());
    }

    [Fact]
    public void Accumulating_assignment_adds_repeated_positions()
    {
        var t = zeros(3);
        t.index_put_(ones(3), [tensor(new long[] { 1, 1, 2 })], accumulate: true);
        Assert.Equal([0, 2, 1], t.data<float>().ToArray());
    }

    [Fact]
    public void Positions_outside_and_negative_steps_are_refused()
    {
        Assert.ThrowsAny<Exception>(() => grid[2]);
        Assert.ThrowsAny<Exception>(() => grid[0, 0, 0, 0]);
        Assert.ThrowsAny<Exception>(() => grid[TensorIndex.Slice(step: -1)]);
    }

    [Fact]
    public void Rows_and_elements_can_be_gathered_and_scattered()
    {
        var t = tensor(new[,] { { 1f, 2f }, { 3f, 4f } });
        var places = tensor(new[,] { { 1L }, { 0L } });
        Assert.Equal([2, 3], t.gather(1, places).data<float>().ToArray());
        Assert.Equal([0, 2, 3, 0], zeros(2, 2).scatter(1, places, t.gather(1, places)).data<float>().ToArray());
        Assert.Equal([3, 4], t.index_select(0, tensor(new long[] { 1 })).data<float>().ToArray());
        Assert.Equal([2, 4], t.masked_select(t.remainder(2).eq(0)).data<float>().ToArray());
        Assert.Equal([1, 0, 3, 0], t.masked_fill(t.remainder(2).eq(0), 0).data<float>().ToArray());
    }
}
