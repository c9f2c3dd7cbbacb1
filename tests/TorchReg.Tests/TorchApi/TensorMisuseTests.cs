namespace TorchReg.Tests.TorchApi;

/// <summary>
/// Wrong use of tensors gives an exception that says what was wrong. Wrong uses that end the process on TorchSharp's package are
/// tried in a child process (TorchReg.Misuse).
/// </summary>
public sealed class TensorMisuseTests : ScopedTests
{
    static Tensor Disposed()
    {
        var t = ones(2);
        t.Dispose();
        return t;
    }

    static readonly Tensor None = null!;

    static readonly Dictionary<string, Action> Cases = new()
    {
        ["null element of cat"] = () =>
            cat([ones(2), None]),
        ["null element of stack"] = () => stack([None, ones(2)]),
        ["empty cat"] = () => cat([]),
        ["null to cat"] = () =>
            cat(null!),
        ["null to matmul"] = () =>
                ones(2, 2).matmul(None),
        ["null to where"] = () => where(None, ones(2), ones(2)),
        ["null operand"] = () => _ = None + ones(2),
        ["null right operand"] = () => _ = ones(2) * None,
        ["null sizes"] = () => zeros((long[])null!),
        ["null array"] = () => tensor((float[])null!),
        ["null matrix"] = () =>
            tensor((float[,])null!),
        ["null source of copy_"] = () =>
                ones(2).copy_(None),
        ["null scalar"] = () => ones(2).add((Scalar)null!),
        ["null reader"] = () => Tensor.Load((BinaryReader)null!),
        ["null indices"] = () => ones(2).index((TensorIndex[])null!),
        ["disposed operand"] = () =>
            _ = ones(2) + Disposed(),
        ["disposed receiver"] = () =>
                Disposed().sum(),
        ["disposed in a list"] = () => cat([ones(2), Disposed()]),
        ["disposed in place"] = () =>
            Disposed().add_(1),
        ["disposed index"] = () =>
                _ = ones(2)[Disposed()],
        ["disposed data"] = () => Disposed().data<float>(),
        ["disposed under an accessor"] = () => { var t = ones(2); var data = t.data<float>(); t.Dispose(); _ = data[0]; },
        ["disposed shape"] = () => _ = Disposed().shape,
        ["resized under an accessor"] = () => { var t = ones(9); var data = t.data<float>(); t.zeros(2); _ = data[8]; },
        ["shapes of add"] = () =>
            _ = ones(2) + ones(3),
        ["shapes of mm"] = () =>
                ones(2, 3).mm(ones(2, 3)),
        ["shapes of cat"] = () => cat([ones(2, 3), ones(3, 2)]),
        ["shape of view"] = () =>
            ones(6).view(4),
        ["shape of expand"] = () => ones(2).expand(3),
        ["shape of copy_"] = () => ones(2).copy_(ones(3)),
        ["negative size"] = () =>
            zeros(-2),
        ["huge size"] = () =>
                zeros(new[] { long.MaxValue, 4L }),
        ["memory beyond the machine"] = () => ones(1L << 50),
        ["elements and sizes"] = () =>
            tensor(new[] { 1f, 2f }, [3]),
        ["split of zero"] = () =>
                ones(4).split(new long[] { 1, 1 }),
        ["singular"] = () => linalg.inv(zeros(2, 2)),
        ["strides outside the storage"] = () =>
            ones(4).as_strided([10], [10]),
        ["dimension of sum"] = () =>
                ones(2).sum(dim: 3),
        ["dimension of size"] = () => ones(2).size(4),
        ["dimension of squeeze"] = () => ones(2).squeeze(5),
        ["dimension of permute"] = () => ones(2, 2).permute(0, 0),
        ["index of select"] = () =>
            ones(2).select(0, 5),
        ["index of []"] = () => _ = ones(2)[2],
        ["too many indices"] = () => _ = ones(2)[0, 0],
        ["gather outside"] = () =>
            ones(2, 2).gather(1, full(2, 1, 7L)),
        ["index_select outside"] = () => ones(2).index_select(0, tensor(new[] { 4L })),
        ["take outside"] = () =>
            ones(2).take(tensor(new[] { 9L })),
        ["tensor index outside"] = () =>
                _ = ones(2)[tensor(new[] { 9L })],
        ["mask of another shape"] = () => _ = ones(2)[ones(3, @bool)],
        ["scatter outside"] = () =>
            ones(2, 2).scatter(1, full(2, 1, 7L), ones(2, 1)),
        ["negative step"] = () => _ = ones(2)[TensorIndex.Slice(step: -1)],
        ["float index"] = () =>
            _ = ones(3)[tensor(new[] { 1.0 })],
        ["accessor index"] = () =>
                _ = ones(2).data<float>()[2],
        ["accessor negative"] = () => _ = ones(2).data<float>()[-1],
        ["ReadCpu outside"] = () => ones(2).ReadCpuSingle(2),
        ["data of another type"] = () =>
            ones(2).data<long>(),
        ["item of many"] = () =>
                ones(2).item<float>(),
        ["bfloat16 as float"] = () => ones(2, bfloat16).data<float>(),
        ["types of mm"] = () =>
            ones(2, 2).mm(ones(2, 2, float64)),
        ["gradient of integers"] = () =>
                ones(2, int64, requires_grad: true),
        ["mean of integers"] = () => ones(2, int64).mean(),
        ["strings"] = () =>
            from_array(new[] { "a" }),
        ["jagged array"] = () =>
                from_array(new[] { new[] { 1f } }),
        ["float into integers in place"] = () => ones(2, int64).add_(0.5),
        ["data of meta"] = () =>
            ones(2, device: META).data<float>(),
        ["item of meta"] = () =>
                ones(1, device: META).ToSingle(),
        ["unknown device"] = () => ones(2).to("tpu"),
        ["cuda that is not there"] = () => { if (cuda.is_available()) throw new InvalidOperationException(); ones(2).cuda(); },
        ["steps of linspace"] = () => linspace(0, 1, -1),
        ["step of arange"] = () => arange(0, 1, (Scalar)0),
        ["probability above one"] = () =>
            ones(2).bernoulli_(1.5),
        ["multinomial of zeros"] = () =>
                zeros(2).multinomial(1),
        ["in place on a leaf"] = () => ones(2, requires_grad: true).add_(1),
        ["sparse data"] = () =>
            sparse_coo_tensor(zeros(1, 1, int64), ones(1), [2]).data<float>(),
        ["offset of frombuffer"] = () =>
                frombuffer(new[] { 1f }, float32, offset: 3),
        ["cut file"] = () =>
            Tensor.Load(new BinaryReader(new MemoryStream([6, 1, 9]))),
        ["no tensor file"] = () =>
                Tensor.Load(new BinaryReader(new MemoryStream([99, 1, 9]))),
        ["truth of many"] = () =>
            ones(2).is_nonzero(),
        ["kthvalue outside"] = () => ones(2).kthvalue(5, 0),
        ["topk outside"] = () => ones(2).topk(3),
    };

    /// <summary>TorchSharp's package takes these, reads freed memory or ends the process.</summary>
    static readonly string[] refusedHereOnly =
    [
        "shape of expand", "no tensor file", "null sizes", "resized under an accessor", "disposed under an accessor",
    ];

    public static TheoryData<string> Names => new(Cases.Keys.Except(refusedHereOnly));
    public static TheoryData<string> NamesHere => new(refusedHereOnly);

    [StandInTheory, MemberData(nameof(NamesHere))]
    public void It_is_refused_here(string name) => It_is_refused_with_a_message(name);

    [Theory, MemberData(nameof(Names))]
    public void It_is_refused_with_a_message(string name)
    {
        var error = Record.Exception(Cases[name]);
        Assert.NotNull(error);
        Assert.NotEmpty(error.Message);
        if (!StandIn.IsLoaded) return;   // the package appends the native stack
        Assert.DoesNotContain("frame #", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("INTERNAL ASSERT", error.Message, StringComparison.Ordinal);
    }
}
