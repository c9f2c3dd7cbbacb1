namespace TorchReg.Tests.TorchApi;

/// <summary>Tensors in TorchSharp's file format.</summary>
public sealed class TensorFileTests : ScopedTests
{
    static byte[] Saved(Tensor tensor)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
        return stream.ToArray();
    }

    static BinaryReader Reader(byte[] bytes) => new(new MemoryStream(bytes));

    [Fact]
    public void The_bytes_are_type_rank_sizes_and_elements() =>
        Assert.Equal([6, 2, 1, 2, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40], Saved(tensor(new[,] { { 1f, 2f } })));

    [Fact]
    public void Sizes_above_127_take_a_second_byte() =>
        Assert.Equal([0, 1, 0xC8, 0x01], Saved(zeros(200, uint8))[..4]);

    [Fact]
    public void A_saved_tensor_comes_back()
    {
        var t = randn(3, 5, float64);
        Assert.True(t.allclose(Tensor.Load(Reader(Saved(t)))));
        var target = zeros(3, 5, float64);
        target.Load(Reader(Saved(t)));
        Assert.True(t.allclose(target));
    }

    [Fact]
    public void Skipping_reads_past_it_and_changes_nothing()
    {
        var target = zeros(2);
        using var reader = Reader([.. Saved(ones(2)), 42]);
        target.Load(reader, skip: true);
        Assert.Equal(0f, target.sum().item<float>());
        Assert.Equal(42, reader.ReadByte());
    }

    [Fact]
    public void Another_type_shape_or_a_cut_file_is_refused()
    {
        Assert.Throws<ArgumentException>(() => zeros(2).Load(Reader(Saved(zeros(2, float64)))));
        Assert.Throws<ArgumentException>(() => zeros(2).Load(Reader(Saved(zeros(3)))));
        Assert.ThrowsAny<IOException>(() => Tensor.Load(Reader(Saved(zeros(3))[..8])));
        Assert.Throws<FileNotFoundException>(() => Tensor.Load("/nowhere/at.all"));
    }
}
