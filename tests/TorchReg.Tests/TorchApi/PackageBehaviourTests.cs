using System.Runtime.InteropServices;
using TorchSharp.Modules;

namespace TorchReg.Tests.TorchApi;

/// <summary>
/// What TorchSharp's package does otherwise than one would think: the stand-in does the same, so that it is met here.
/// </summary>
public sealed class PackageBehaviourTests : ScopedTests
{
    sealed record Holder(Tensor Value);

    [Fact]
    public void Tensors_are_equal_by_value_and_only_a_reference_is_an_identity()
    {
        Tensor a = ones(2), same = ones(2), nan = tensor(float.NaN);
        Assert.True(a.Equals(same) && a.Equals((object)same) && a.Equals(ones(2, float64)));
        Assert.False(a.Equals(ones(1)) || a.Equals((object?)null));
        Assert.False(nan.Equals(nan));
        Assert.Equal(new Holder(a), new Holder(same));
        Assert.Contains(same, new List<Tensor> { a });
        Assert.Equal(2, new HashSet<Tensor> { a, same }.Count);   // hashed by object
        Assert.False(ReferenceEquals(a, same));
    }

    [Fact]
    public void The_gradient_of_an_unused_input_is_a_tensor_without_a_handle()
    {
        Tensor used = ones(2, requires_grad: true), unused = ones(2, requires_grad: true);
        var gradient = autograd.grad([used.sum()], [used, unused], allow_unused: true)[1];
        Assert.NotNull(gradient);
        Assert.True(gradient.IsInvalid);
        Assert.Contains(
            "empty handle", Assert.Throws<InvalidOperationException>(() => gradient.sum()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_device_is_refused_where_it_is_asked_for_but_not_where_it_is_described()
    {
        Assert.Equal(DeviceType.CUDA, new Device("cuda").type);
        Assert.Equal(1, torch.device(1).index);
        if (cuda.is_available()) return;
        Assert.Throws<InvalidOperationException>(() => torch.device("cuda"));
        Assert.Throws<InvalidOperationException>(() => torch.device(DeviceType.CUDA));
        Assert.Throws<InvalidOperationException>(() => CUDA);
        Assert.Throws<InvalidOperationException>(() => zeros(1, device: "cuda"));
    }

    [Fact]
    public void A_device_that_is_misspelt_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Device("gpu"));
        Assert.Throws<FormatException>(() => new Device("cuda:x"));
        Assert.Throws<NullReferenceException>(() => new Device((string)null!));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Bytes_to_and_from_a_stream_take_a_buffer_of_the_whole_size_however_small_the_tensor_is(bool write)
    {
        var small = ones(3);
        using var stream = new MemoryStream(new byte[12]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        if (write) small.WriteBytesToStream(stream, 1 << 20);
        else small.ReadBytesFromStream(stream, 1 << 20);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1 << 20, 2 << 20);
    }

    [Fact]
    public void Bytes_are_those_of_the_tensors_own_memory()
    {
        Assert.Throws<InvalidOperationException>(() => ones(3, 2).t().WriteBytesToStream(Stream.Null));
        Assert.Throws<EndOfStreamException>(() => ones(3).ReadBytesFromStream(new MemoryStream(new byte[5])));
    }

    [Fact]
    public void Full_makes_whole_numbers_Int64_and_all_others_the_default_type()
    {
        Assert.Equal(ScalarType.Int64, full(2, 3).dtype);
        Assert.Equal(ScalarType.Int64, full(2, (byte)3).dtype);
        Assert.Equal(ScalarType.Int64, full([2L], true).dtype);
        Assert.Equal(ScalarType.Float32, full(2, 3.0).dtype);
        Assert.Equal(ScalarType.Float32, full(2, (Half)3).dtype);
        Assert.Throws<ExternalException>(() => full([2L], new System.Numerics.Complex(1, 2)));
    }

    [Fact]
    public void The_wrong_type_or_place_of_an_element_has_its_own_exception()
    {
        Assert.Throws<ArgumentException>(() => ones(2).data<long>());
        Assert.Throws<ArgumentException>(() => ones(1).item<int>());
        Assert.Throws<ArgumentOutOfRangeException>(() => ones(2).ReadCpuSingle(2));
        Assert.Throws<IndexOutOfRangeException>(() => ones(2).data<float>()[2]);
    }

    [Fact]
    public void An_empty_tensor_of_several_dimensions_has_no_first_element_to_copy()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => zeros(0, 4).data<float>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => zeros(3, 0).data<float>().CopyTo(new float[1]));
        Assert.Empty(zeros(0).data<float>().ToArray());
    }

    public static TheoryData<string, Action> Nulls => new()
    {
        { "operand", () => _ = ones(3) + (Tensor)null! }, { "first operand", () => _ = (Tensor)null! * ones(3) },
        { "list", () => cat((IList<Tensor>)null!) }, { "tensor in a list", () => cat([ones(3), null!]) },
        { "array", () => tensor((float[])null!) },
        { "data of a parameter", () => nn.Parameter(null!) }, { "input", () => nn.Linear(2, 2).call(null!) },
        { "target", () => nn.functional.mse_loss(ones(3), null!) }, { "state", () => nn.Linear(2, 2).load_state_dict(null!) },
        { "parameters", () => optim.SGD((IEnumerable<Parameter>)null!, 0.1) },
        { "condition", () => where(null!, ones(2), ones(2)) },
        { "source", () => ones(2).copy_(null!) }, { "scalar", () => ones(2).add((Scalar)null!) },
        { "reader", () => Tensor.Load((BinaryReader)null!) }, { "root", () => autograd.backward([null!]) },
    };

    [Theory, MemberData(nameof(Nulls))]
    public void Null_where_a_tensor_belongs_is_a_NullReferenceException(string what, Action use) =>
        Assert.True(Record.Exception(use) is NullReferenceException, what);
}
