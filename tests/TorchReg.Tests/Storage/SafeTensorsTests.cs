using System.Buffers.Binary;
using System.Text;
using TorchReg.Storage;

namespace TorchReg.Tests.Storage;

public sealed class SafeTensorsTests
{
    [Fact]
    public void A_small_tensor_costs_a_small_buffer()
    {
        using var scope = NewDisposeScope();
        var tensors = Enumerable.Range(0, 50).ToDictionary(i => $"t{i}", i => ones(4));
        using var file = new MemoryStream(100_000);
        long Bytes(Action act)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            act();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.InRange(Bytes(() => SafeTensors.Save(file, tensors)), 0, 1 << 20);
        file.Position = 0;
        Assert.InRange(Bytes(() => SafeTensors.Load(file, "memory").Dispose()), 0, 1 << 20);
    }

    [Fact]
    public void What_was_saved_is_loaded_bit_for_bit_in_every_type()
    {
        using var scope = NewDisposeScope();
        var numbers = tensor(new[] { 1.0, -2.5, 0, double.NaN, double.PositiveInfinity, -0.0 }).reshape(2, 3);
        ScalarType[] types =
        [
            ScalarType.Float64,
            ScalarType.Float32,
            ScalarType.Float16,
            ScalarType.BFloat16,
            ScalarType.Int64,
            ScalarType.Int32,
            ScalarType.Int16,
            ScalarType.Int8,
            ScalarType.Byte,
            ScalarType.Bool
        ];
        var whole = tensor(new long[] { 0, 1, 2, 3, 100, 127 }).reshape(2, 3);
        var saved = types.ToDictionary(
            type => $"t.{type}",
            type => (type.ToString().Contains("Float", StringComparison.Ordinal) ? numbers : whole).to(type));
        using var loaded = RoundTrip(saved, new Dictionary<string, string> { ["by"] = "a „note“ with \"quotes\"" });
        Assert.Equal(saved.Keys.Order(), loaded.Tensors.Keys.Order());
        Assert.All(saved, pair => Assert.Equal(Bytes(pair.Value), Bytes(loaded.Tensors[pair.Key])));
        Assert.All(
            saved,
            pair =>
                Assert.Equal(
                    (pair.Value.dtype, "2×3"),
                    (loaded.Tensors[pair.Key].dtype, string.Join('×', loaded.Tensors[pair.Key].shape))));
        Assert.Equal("a „note“ with \"quotes\"", loaded.Metadata["by"]);
    }

    [Fact]
    public void Views_are_saved_as_what_they_show_and_empty_and_scalar_tensors_keep_their_shapes()
    {
        using var scope = NewDisposeScope();
        var m = arange(6, ScalarType.Float32).reshape(2, 3);
        using var loaded = RoundTrip(
            new()
            {
                ["transposed"] = m.t(),
                ["part"] = m.narrow(1, 1, 2),
                ["empty"] = zeros([0, 4]),
                ["scalar"] = tensor(7.0)
            });
        Assert.Equal([0f, 3, 1, 4, 2, 5], loaded.Tensors["transposed"].data<float>().ToArray());
        Assert.Equal([1f, 2, 4, 5], loaded.Tensors["part"].data<float>().ToArray());
        Assert.Equal([0L, 4], loaded.Tensors["empty"].shape);
        Assert.Empty(loaded.Tensors["scalar"].shape);
        Assert.Equal(7, loaded.Tensors["scalar"].ToDouble());
    }

    [Fact]
    public void Every_tensor_stands_at_a_multiple_of_its_elements_size()
    {
        using var scope = NewDisposeScope();
        var stream = new MemoryStream();
        SafeTensors.Save(
            stream,
            new Dictionary<string, Tensor>
            {
                ["a"] = ones(3, ScalarType.Byte),
                ["b"] = ones(3, ScalarType.Float64),
                ["c"] = ones(3, ScalarType.Float32)
            });
        stream.Position = 0;
        var header = SafeTensorsHeader.Read(stream, "x");
        Assert.Equal(0, stream.Position % 8);
        Assert.Equal([("b", 0L), ("c", 24L), ("a", 36L)], header.Entries.Select(entry => (entry.Name, entry.Begin)));
    }

    [Theory]
    [InlineData("", "expected at least 10 bytes, found 8")]
    [InlineData("[ ]", "the header must begin with {")]
    [InlineData("{ x }", "the header is no valid JSON")]
    [InlineData("""{"a":1}""", "'a' must be an object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "'a' has no right data_offsets")]
    [InlineData("""{"a":{"dtype":"PICKLE","shape":[1],"data_offsets":[0,4]}}""", "'a' has elements of the unknown type PICKLE")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "'a' is F32 [1] but has the bytes 0 to 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,0]}}""", "'a' is F32 [2] but has the bytes 4 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "no whole number from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "no whole number from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "'a' begins at byte 4, expected 0")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "'b' begins at byte 0, expected 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "the tensors have 4 bytes, the file 8")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4000000000000]}}""",
        "the tensors have 4000000000000 bytes, the file 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", "more than 2⁶³ bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}}""", "more than 2⁶³ bytes")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "the header is no valid JSON")]
    [InlineData("""{"__metadata__":{"a":1}}""", "__metadata__ must hold texts")]
    public void A_bad_header_is_refused_in_one_line_before_anything_is_allocated(string json, string expected)
    {
        var bytes = File(json, dataBytes: json.Length == 0 ? 0 : 8);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<InvalidDataException>(() => SafeTensors.Load(new MemoryStream(bytes), "m.safetensors"));
        Assert.StartsWith("m.safetensors: ", refusal.Message);
        Assert.Contains(expected, refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Theory, InlineData(ulong.MaxValue), InlineData(1UL << 62), InlineData(100_000_001UL), InlineData(17UL)]
    public void A_header_longer_than_the_file_is_refused_before_it_is_read(ulong length)
    {
        var bytes = new byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Assert.Contains(
            $"the header's length is {length}",
            Assert.Throws<InvalidDataException>(() => SafeTensors.Load(new MemoryStream(bytes), "x")).Message);
    }

    static byte[] File(string json, int dataBytes)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var bytes = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        return bytes;
    }

    static LoadedTensors RoundTrip(Dictionary<string, Tensor> tensors, Dictionary<string, string>? notes = null)
    {
        var stream = new MemoryStream();
        SafeTensors.Save(stream, tensors, notes);
        stream.Position = 0;
        return SafeTensors.Load(stream, "memory");
    }

    static byte[] Bytes(Tensor tensor)
    {
        var stream = new MemoryStream();
        tensor.contiguous().WriteBytesToStream(stream, 1 << 16);
        return stream.ToArray();
    }
}
