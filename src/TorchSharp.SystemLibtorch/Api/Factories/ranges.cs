using TorchSharp.Interop;

namespace TorchSharp;

// Ranges, permutations, identity and windows.
public static partial class torch
{
    static readonly Op arangeOp = new("arange.start_step"), linspaceOp = new("linspace"), logspaceOp = new("logspace"),
        eyeOp = new("eye.m");
    static readonly Op randpermOp = new("randperm.generator", isUncaught: true), randpermOut = new("randperm.generator_out"),
        emptyStridedOp = new("empty_strided");

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(
        Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var whole = is_integral(Given(start).Type) && is_integral(Given(stop).Type) && is_integral(Given(step).Type);
        return Tracked(
            arangeOp.Call(
                start, stop, step, dtype ?? (whole ? ScalarType.Int64 : defaultType), Arg.None,
                InitializeDevice(device)), requires_grad);
    }

    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Tracked(linspaceOp.Call(start, end, steps, dtype ?? defaultType, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor logspace(
        double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Tracked(
            logspaceOp.Call(start, end, steps, @base, dtype ?? defaultType, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Unnamed(
            Tracked(
                eyeOp.Call(rows, columns == -1 ? rows : columns, dtype ?? defaultType, Arg.None, InitializeDevice(device)),
                requires_grad), names);

    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Tracked(randpermOp.Call(n, generator, dtype ?? ScalarType.Int64, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor randperm(long n, Tensor @out, Generator? generator = null) => randpermOut.Out(n, generator, @out);

    public static Tensor empty_strided(
        long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Unnamed(
            Tracked(emptyStridedOp.Call(size, strides, dtype ?? defaultType, Arg.None, InitializeDevice(device)), requires_grad),
            names);

    static readonly Op bartlettOp = new("bartlett_window.periodic"), blackmanOp = new("blackman_window.periodic");
    static readonly Op hannOp = new("hann_window.periodic");
    static readonly Op hammingOp = new("hamming_window.periodic_alpha_beta"), kaiserOp = new("kaiser_window.beta");

    public static Tensor bartlett_window(
        long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Tracked(bartlettOp.Call(len, periodic, dtype ?? defaultType, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor blackman_window(
        long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Tracked(blackmanOp.Call(len, periodic, dtype ?? defaultType, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor hann_window(
        long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Tracked(hannOp.Call(len, periodic, dtype ?? defaultType, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor hamming_window(
        long len, bool periodic = true, float alpha = 0.54f, float beta = 0.46f,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Tracked(
            hammingOp.Call(len, periodic, alpha, beta, dtype ?? defaultType, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor kaiser_window(
        long len, bool periodic = true, float beta = 12, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Tracked(kaiserOp.Call(len, periodic, beta, dtype ?? defaultType, Arg.None, InitializeDevice(device)), requires_grad);
}
