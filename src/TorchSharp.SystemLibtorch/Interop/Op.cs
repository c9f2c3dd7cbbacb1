using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>
/// An ATen operator: <c>new Op("add.Tensor")</c> names its schema, which libtorch looks up once, at the first call.
/// Arguments that are not given, or are <see cref="Arg.Default"/>, take the schema's defaults.
/// </summary>
/// <param name="schema">Name and overload, as libtorch's documentation of native functions has them.</param>
/// <param name="isUncaught">Whether the package lets an error of it end the process.</param>
internal sealed unsafe class Op(string schema, bool isUncaught = false)
{
    const int StackWords = 64;
    readonly bool isRead = schema is "item" or "_local_scalar_dense" or "equal" or "nonzero" or "masked_select";
    IntPtr handle;

    internal string Schema => schema;

    /// <summary>An operator with one tensor as its result.</summary>
    internal Tensor Call(params ReadOnlySpan<Arg> arguments)
    {
        Slot result;
        Run(arguments, &result, 1);
        return Tensor.Own(result.Pointer);
    }

    /// <summary>An in-place operator: changes its first argument and returns it.</summary>
    internal Tensor Into(params ReadOnlySpan<Arg> arguments)
    {
        Run(arguments, null, 0);
        return Unsafe.As<Tensor>(arguments[0].Reference!);
    }

    /// <summary>An operator with one tensor as its result, which gets no managed object.</summary>
    internal RawTensor Raw(params ReadOnlySpan<Arg> arguments)
    {
        Slot result;
        Run(arguments, &result, 1);
        return new RawTensor(result.Pointer);
    }

    /// <summary>An operator with two tensors as its result.</summary>
    internal (Tensor, Tensor) Call2(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc Slot[2];
        Run(arguments, results, 2);
        return (Tensor.Own(results[0].Pointer), Tensor.Own(results[1].Pointer));
    }

    /// <summary>An operator with three tensors as its result.</summary>
    internal (Tensor, Tensor, Tensor) Call3(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc Slot[3];
        Run(arguments, results, 3);
        return (Tensor.Own(results[0].Pointer), Tensor.Own(results[1].Pointer), Tensor.Own(results[2].Pointer));
    }

    /// <summary>An operator with four tensors as its result.</summary>
    internal (Tensor, Tensor, Tensor, Tensor) Call4(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc Slot[4];
        Run(arguments, results, 4);
        return (
            Tensor.Own(results[0].Pointer), Tensor.Own(results[1].Pointer), Tensor.Own(results[2].Pointer),
            Tensor.Own(results[3].Pointer));
    }

    /// <summary>An operator that writes into its last argument and returns it.</summary>
    internal Tensor Out(params ReadOnlySpan<Arg> arguments)
    {
        Run(arguments, null, 0);
        return Unsafe.As<Tensor>(arguments[^1].Reference!);
    }

    /// <summary>An operator with a list of tensors as its result.</summary>
    internal Tensor[] CallList(params ReadOnlySpan<Arg> arguments)
    {
        Slot result;
        Run(arguments, &result, 1);
        try
        {
            var handles = new ReadOnlySpan<IntPtr>((void*)result.Pointer, result.Count);
            var tensors = new Tensor[handles.Length];
            for (var i = 0; i < tensors.Length; i++) tensors[i] = Tensor.Own(handles[i]);
            return tensors;
        }
        finally { Native.free_list(result.Pointer); }
    }

    /// <summary>An operator with a number or a truth value as its result.</summary>
    internal Slot CallValue(params ReadOnlySpan<Arg> arguments)
    {
        Slot result;
        Run(arguments, &result, 1);
        return result;
    }

    internal bool CallBool(params ReadOnlySpan<Arg> arguments) => CallValue(arguments).Integer != 0;

    void Run(ReadOnlySpan<Arg> arguments, Slot* results, int capacity)
    {
        var words = 0;
        foreach (ref readonly var argument in arguments) words += argument.Words;
        if (words <= StackWords)
        {
            var memory = stackalloc long[words];
            Run(arguments, memory, results, capacity);
        }
        else
        {
            var memory = (long*)NativeMemory.Alloc((nuint)words, sizeof(long));
            try { Run(arguments, memory, results, capacity); }
            finally { NativeMemory.Free(memory); }
        }
    }

    [SkipLocalsInit]
    void Run(ReadOnlySpan<Arg> arguments, long* words, Slot* results, int capacity)
    {
        BorderTraffic.CountOperator(isRead);
        var slots = stackalloc Slot[arguments.Length];
        for (var i = 0; i < arguments.Length; i++) words += arguments[i].Write(ref slots[i], words);
        int written;
        var status = Native.call_operator(Resolve(), slots, arguments.Length, results, capacity, &written);
        if (status != Status.Ok) throw Failure(status);
        if (written != capacity)
            throw new InvalidOperationException($"aten::{schema} gave {written} results, {capacity} expected.");
    }

    Exception Failure(Status status)
    {
        var error = Native.Failure(status, schema);
        return isUncaught ? Uncaught.Failure(error, schema) : error;
    }

    /// <summary>Looks the schema up in libtorch.</summary>
    /// <exception cref="NotSupportedException">This libtorch has no operator of that name.</exception>
    internal IntPtr Resolve()
    {
        if (handle != 0) return handle;
        var dot = schema.IndexOf('.');
        var (name, overload) = dot < 0 ? (schema, "") : (schema[..dot], schema[(dot + 1)..]);
        var found = Native.find_operator(name.Contains("::") ? name : "aten::" + name, overload);
        if (found == 0) throw new NotSupportedException($"libtorch {torch.__version__} has no operator aten::{schema}.");
        return handle = found;
    }
}
