using System.Collections;
using System.Numerics;

namespace TorchReg.Tests.TorchApi;

/// <summary>Tensors from .NET values and .NET values from tensors.</summary>
public sealed class ConversionTests : ScopedTests
{
    [Fact]
    public void A_whole_number_beside_whole_numbers_stays_whole()
    {
        var t = torch.tensor(new long[] { 5, 7 });
        foreach (
            var result in new[]
            {
                t.add(1L),
                t.mul(2),
                t + 1,
                t * 2L,
                t.remainder(3L),
                t.clamp(0, 6),
                torch.full_like(t, 3),
                t.sub(1)
            })
            Assert.Equal(torch.ScalarType.Int64, result.dtype);
        Assert.Equal(torch.ScalarType.Float32, t.add(1.5).dtype);
    }

    [Fact]
    public void The_type_of_the_elements_is_that_of_the_array()
    {
        Assert.Equal(ScalarType.Float32, tensor(new[] { 1f }).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1d }).dtype);
        Assert.Equal(ScalarType.Int64, tensor(new[] { 1L }).dtype);
        Assert.Equal(ScalarType.Int32, tensor(new[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int16, tensor(new short[] { 1 }).dtype);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int8, tensor(new sbyte[] { 1 }).dtype);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true }).dtype);
        Assert.Equal(ScalarType.ComplexFloat64, tensor(new[] { Complex.One }).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1 }, float64).dtype);
    }

    [Fact]
    public void Arrays_keep_their_shape_and_order_there_and_back()
    {
        var matrix = new[,] { { 1f, 2f, 3f }, { 4f, 5f, 6f } };
        var there = tensor(matrix);
        Assert.Equal([2, 3], there.shape);
        Assert.Equal(matrix, there.data<float>().ToNDArray());
        Assert.Equal([1f, 4f, 2f, 5f, 3f, 6f], there.t().data<float>().ToArray());
        Assert.Equal(matrix.Cast<float>(), there.data<float>());
        Assert.Equal([2, 1, 1, 3], tensor(new long[2, 1, 1, 3]).shape);
        Assert.Equal([3, 2], tensor(new[] { 1, 2, 3, 4, 5, 6 }, new long[] { 3, 2 }).shape);
        Assert.Equal([2, 3], tensor((IList<int>)[1, 2, 3, 4, 5, 6], 2, 3).shape);
    }

    [Fact]
    public void Spans_and_memory_are_copied()
    {
        var numbers = new[] { 1f, 2f, 3f, 4f };
        var copy = tensor(numbers.AsMemory(), [2, 2]);
        numbers[0] = 9;
        Assert.Equal(1f, copy[0, 0].item<float>());
        Span<float> target = stackalloc float[4];
        copy.data<float>().CopyTo(target);
        Assert.Equal([1f, 2f, 3f, 4f], target.ToArray());
        copy.data<float>().CopyFrom([7f, 8f]);
        Assert.Equal([7f, 8f, 3f, 4f], copy.data<float>().ToArray());
    }

    [Fact]
    public void An_array_that_is_wrapped_shares_its_memory()
    {
        var numbers = new[] { 1f, 2f };
        from_array(numbers).add_(1);
        Assert.Equal([2f, 3f], numbers);
        frombuffer(numbers, float32, count: 1, offset: 1).zero_();
        Assert.Equal([2f, 0f], numbers);
    }

    [Fact]
    public void Complex_numbers_make_the_round_trip()
    {
        Assert.Equal([(1f, -2f), (3f, 4f)], tensor(new[] { (1f, -2f), (3f, 4f) }).data<(float, float)>().ToArray());
        Assert.Equal(new Complex(1, -2), tensor(new Complex(1, -2)).item<Complex>());
        Assert.Equal(5f, tensor((3f, 4f)).abs().item<float>());
    }

    [Fact]
    public void One_element_becomes_a_number()
    {
        Assert.Equal(2.5f, tensor(2.5f).item<float>());
        Assert.Equal(2.5, tensor(new[] { 2.5f }).ToDouble());
        Assert.Equal(2, (int)tensor(2.5f));
        Assert.True((bool)tensor(true));
        Tensor implicitly = 3L;
        Assert.Equal(ScalarType.Int64, implicitly.dtype);
    }

    [Fact]
    public void Reading_with_the_wrong_type_or_place_is_refused()
    {
        var t = arange(3, dtype: float32);
        Assert.Throws<ArgumentException>(() => t.data<double>());
        Assert.Throws<ArgumentException>(() => t.item<float>());
        Assert.ThrowsAny<Exception>(() => t.ToSingle());
        Assert.Throws<IndexOutOfRangeException>(() => t.data<float>()[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => t.ReadCpuSingle(7));
        t.Dispose();
        Assert.Throws<InvalidOperationException>(() => t.data<float>());
    }

    [Fact]
    public void Types_are_converted_by_to_and_by_their_names()
    {
        var t = tensor(new[] { -1.7, 0.0, 2.9 });
        Assert.Equal([-1, 0, 2], t.to(int64).data<long>().ToArray());
        Assert.Equal([true, false, true], t.@bool().data<bool>().ToArray());
        Assert.Equal(ScalarType.BFloat16, t.bfloat16().dtype);
        Assert.Equal(t.shape, t.to_type(ScalarType.Float16).shape);
    }

    [Fact]
    public void A_list_nests_as_the_tensor_does()
    {
        var rows = Assert.IsType<ArrayList>(ones(2, 3).tolist());
        Assert.Equal(2, rows.Count);
        Assert.Equal(3, Assert.IsType<ArrayList>(rows[0]).Count);
    }

    [Fact]
    public void Factories_take_sizes_types_and_values()
    {
        Assert.Equal(0f, zeros(2, 3).sum().item<float>());
        Assert.Equal(6.0, ones(new long[] { 2, 3 }, float64).sum().item<double>());
        Assert.Equal([3, 5, 7], arange(3, 8, 2).data<long>().ToArray());
        Assert.Equal([0f, 0.5f, 1f], linspace(0, 1, 3).data<float>().ToArray());
        Assert.Equal([1f, 0f, 0f, 1f], eye(2).data<float>().ToArray());
        Assert.Equal(ScalarType.Int64, full(2, 7).dtype);
        Assert.Equal([2, 3], zeros_like(empty(2, 3)).shape);
        Assert.Equal(ScalarType.Float64, ones(2, dtype: float64).new_zeros(3).dtype);
        Assert.True(rand(2, requires_grad: true).requires_grad);
    }

    [Fact]
    public void The_text_of_a_tensor_is_its_shape_type_and_device()
    {
        var t = tensor(new[,] { { 0f, 3.141f }, { -13.141529f, 4713.14f } });
        Assert.Equal("[2x2], type = Float32, device = cpu", t.ToString());
        Assert.Equal("[[0 3.141]\n [-13.142 4713.1]]", t.npstr(newLine: "\n").Replace(", ", " "));
        Assert.Equal("[2x2], type = Float32, device = cpu\n       0  3.141\n -13.142 4713.1\n", t.jlstr(newLine: "\n"));
        Assert.Equal("[], type = Float32, device = cpu, value = 3.14", tensor(3.14f).jlstr());
    }
}
