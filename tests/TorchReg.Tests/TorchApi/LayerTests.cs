using TorchSharp.Modules;
using F = TorchSharp.torch.nn.functional;

namespace TorchReg.Tests.TorchApi;

/// <summary>Layers with weights, against their definitions.</summary>
[Collection("Alone")]
public sealed class LayerTests : ScopedTests
{
    static void Same(Tensor expected, Tensor actual) =>
        Assert.True(actual.allclose(expected, 1e-4, 1e-5), $"{expected} {actual}");

    [Fact]
    public void Linear_multiplies_by_the_transposed_weight_and_adds_the_bias()
    {
        using var layer = nn.Linear(3, 2);
        var x = randn(5, 3);
        Same(x.matmul(layer.weight.t()) + layer.bias!, layer.call(x));
        Assert.Equal((3L, 2L), (layer.in_features, layer.out_features));
        Assert.Null(nn.Linear(3, 2, hasBias: false).bias);
        Same(
            layer.call(x),
            nn.Linear(new Parameter(layer.weight.detach().clone()), new Parameter(layer.bias!.detach().clone())).call(x));
    }

    [Fact]
    public void Linear_draws_the_weight_first_and_then_the_bias_within_one_over_the_root_of_its_inputs()
    {
        manual_seed(3);
        using var layer = nn.Linear(100, 50);
        manual_seed(3);
        var weight = empty(50, 100).uniform_(-0.1, 0.1);
        var bias = empty(50).uniform_(-0.1, 0.1);
        Same(weight, layer.weight);
        Same(bias, layer.bias!);
    }

    [Fact]
    public void A_convolution_sums_over_its_window()
    {
        using var conv = nn.Conv2d(2, 3, 3, stride: 2, padding: 1);
        var x = randn(1, 2, 5, 5);
        var y = conv.call(x);
        Assert.Equal([1L, 3, 3, 3], y.shape);
        var window = x[0, .., 1..4, 1..4];
        Same((conv.weight[1] * window).sum() + conv.bias![1], y[0, 1, 1, 1]);
        Same(F.conv2d(x, conv.weight, conv.bias, [2], [1]), y);
        Assert.Throws<ArgumentException>(() => conv.call(randn(1, 4, 5, 5)));
    }

    [Fact]
    public void Convolutions_pad_to_the_same_size_and_reflect()
    {
        var x = randn(2, 1, 9);
        Assert.Equal([2L, 4, 9], nn.Conv1d(1, 4, 3, Padding.Same).call(x).shape);
        using var reflecting = nn.Conv1d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Reflect);
        Same(F.conv1d(F.pad(x, (1, 1), PaddingModes.Reflect), reflecting.weight, reflecting.bias), reflecting.call(x));
        Assert.Equal([1L, 2, 3, 3, 3], nn.Conv3d(1, 2, 2).call(randn(new long[] { 1, 1, 4, 4, 4 })).shape);
    }

    [Fact]
    public void A_transposed_convolution_undoes_the_shape()
    {
        using var up = nn.ConvTranspose2d(3, 2, 3, stride: 2, padding: 1);
        var x = randn(1, 3, 4, 4);
        Assert.Equal([1L, 2, 7, 7], up.call(x).shape);
        Assert.Equal([1L, 2, 8, 8], up.forward(x, [8, 8]).shape);
    }

    [Fact]
    public void Batch_normalization_uses_the_batch_while_training_and_the_running_statistics_afterwards()
    {
        using var norm = nn.BatchNorm1d(3);
        var x = randn(50, 3) * 4 + 2;
        var (mean, variance) = (x.mean([0]), x.var(0, unbiased: false));
        Same((x - mean) / (variance + 1e-5).sqrt(), norm.call(x));
        Same(0.1 * mean, norm.running_mean!);
        Same(0.9 + 0.1 * x.var(0, unbiased: true), norm.running_var!);
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
        norm.eval();
        Same((x - norm.running_mean!) / (norm.running_var! + 1e-5).sqrt(), norm.call(x));
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
        Assert.Throws<ArgumentException>(() => norm.call(randn(2, 3, 4, 5)));
    }

    [Fact]
    public void Layer_group_and_instance_normalization_center_and_scale_their_parts()
    {
        Tensor Normal(Tensor x, params long[] over) =>
            (x - x.mean(over, true)) / (x.var(over, unbiased: false, keepdim: true) + 1e-5).sqrt();
        var x = randn(2, 4, 6);
        Same(Normal(x, 2), nn.LayerNorm(6).call(x));
        Same(Normal(x, 1, 2), nn.LayerNorm([4, 6]).call(x));
        using var groups = nn.GroupNorm(2, 4);
        nn.init.ones_(groups.weight);
        nn.init.zeros_(groups.bias!);
        Same(Normal(x.view(2, 2, 12), 2).view(2, 4, 6), groups.call(x));
        Same(Normal(x, 2), nn.InstanceNorm1d(4).call(x));
    }

    [Fact]
    public void An_embedding_looks_rows_up_and_keeps_the_padding_row_zero()
    {
        using var table = nn.Embedding(5, 3, padding_idx: 2);
        var rows = table.call(tensor(new[] { 4L, 2L }));
        Same(table.weight![4], rows[0]);
        Same(zeros(3), rows[1]);
        rows.sum().backward();
        Assert.Equal(3f, table.weight!.grad!.sum().item<float>());
        Assert.False(nn.Embedding_from_pretrained(randn(2, 2)).weight!.requires_grad);
    }

    [Fact]
    public void A_bag_of_embeddings_is_their_mean()
    {
        using var bag = nn.EmbeddingBag(5, 3);
        var indices = tensor(new[] { 1L, 4L, 0L });
        var y = bag.call(indices, tensor(new[] { 0L, 2L }));
        Same((bag.weight![1] + bag.weight![4]) / 2, y[0]);
        Same(bag.weight![0], y[1]);
    }

    [Fact]
    public void Pools_take_the_maximum_or_the_mean()
    {
        var x = tensor(new float[] { 1, 5, 2, 8, 3, 4 }).view(1, 1, 6);
        Assert.Equal([5f, 8, 4], nn.MaxPool1d(2).call(x).data<float>().ToArray());
        Assert.Equal([3f, 5, 3.5f], nn.AvgPool1d(2).call(x).data<float>().ToArray());
        Assert.Equal([8 / 3f, 5], nn.AdaptiveAvgPool1d(2).call(x).data<float>().ToArray());
        Assert.Equal([5f, 8], nn.AdaptiveMaxPool1d(2).call(x).data<float>().ToArray());
        Assert.Equal([1L, 3, 5], nn.MaxPool1d(2).forward_with_indices(x).Indices.data<long>().ToArray());
        var image = randn(2, 3, 8, 8);
        Assert.Equal([2L, 3, 4, 4], nn.MaxPool2d(2).call(image).shape);
        Assert.Equal([2L, 3, 3, 7], nn.AvgPool2d((4, 2), (2, 1)).call(image).shape);
        Same(image.mean([2, 3], true), nn.AdaptiveAvgPool2d(1).call(image));
    }

    [Fact]
    public void Flatten_keeps_the_batch_and_unflatten_undoes_it()
    {
        var x = randn(2, 3, 4);
        Assert.Equal([2L, 12], nn.Flatten().call(x).shape);
        Same(x, nn.Unflatten(1, [3, 4]).call(nn.Flatten().call(x)));
    }

    [Fact]
    public void Pads_one_hot_and_normalize_do_what_they_say()
    {
        Assert.Equal(
            [7f, 1, 2, 7, 7],
            nn.ConstantPad1d((1, 2), 7).call(tensor(new float[] { 1, 2 }).view(1, 1, 2)).data<float>().ToArray());
        Assert.Equal([1L, 1, 4, 5], nn.ZeroPad2d(1).call(randn(1, 1, 2, 3)).shape);
        Assert.Equal([0L, 1, 0, 1, 0, 0], F.one_hot(tensor(new[] { 1L, 0L }), 3).data<long>().ToArray());
        Same(tensor(new[] { 0.6f, 0.8f }).view(1, 2), F.normalize(tensor(new[] { 3f, 4f }).view(1, 2)));
    }
}
