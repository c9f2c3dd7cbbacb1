using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Factories that write into this tensor, giving it a new size.
    public partial class Tensor
    {
        static readonly Op zerosOut = new("zeros.out"), onesOut = new("ones.out"), emptyOut = new("empty.out"),
            fullOut = new("full.out");
        static readonly Op eyeOut = new("eye.m_out"), arangeOut = new("arange.start_out"), randOut = new("rand.out"),
            randnOut = new("randn.out");
        static readonly Op randintOut = new("randint.out"), blockDiagOp = new("block_diag");

        public Tensor zeros(params long[] sizes) => zerosOut.Out(sizes, this);
        public Tensor ones(params long[] sizes) => onesOut.Out(sizes, this);
        public Tensor empty(params long[] sizes) => emptyOut.Out(sizes, Arg.Default, this);
        public Tensor full(long[] sizes, Scalar value) => fullOut.Out(sizes, value, this);
        public Tensor full(ReadOnlySpan<long> sizes, Scalar value) => full(sizes.ToArray(), value);
        public Tensor eye(long rows, long columns) => eyeOut.Out(rows, columns, this);
        public Tensor arange_out(Scalar start, Scalar stop, Scalar step) => arangeOut.Out(start, stop, step, this);
        public Tensor rand_out(params long[] sizes) => randOut.Out(sizes, this);
        public Tensor randn_out(params long[] sizes) => randnOut.Out(sizes, this);
        public Tensor randint_out(long high, long[] sizes) => randintOut.Out(high, sizes, this);
        public static Tensor block_diag(params Tensor[] tensors) => blockDiagOp.Call(tensors);
    }

    public static Tensor rand_out(Tensor input, params long[] sizes) => Given(input).rand_out(sizes);
    public static Tensor randint_out(Tensor input, long high, long[] sizes) => Given(input).randint_out(high, sizes);
}
