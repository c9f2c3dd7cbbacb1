using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace TorchSharp.Interop;

/// <summary>The managed side of a custom function's node: libtorch calls it in backward and frees it with the graph.</summary>
internal sealed unsafe class FunctionNode
{
    const string OwnBackward = "the backward of a function of your own";
    [ThreadStatic] static IntPtr lastError;
    [ThreadStatic] static Exception? lastException;
    readonly Func<List<Tensor>, Tensor?[]> backward;
    readonly AutogradContext context;
    readonly string name;

    FunctionNode(string name, AutogradContext context, Func<List<Tensor>, Tensor?[]> backward) =>
        (this.name, this.context, this.backward) = (name, context, backward);

    /// <summary>After a backward pass: an exception of a custom function's backward is the innermost one.</summary>
    /// <param name="status">Of the native call.</param>
    /// <param name="uncaught">The member's name, where the package lets an error of it end the process.</param>
    internal static void Check(Status status, string? uncaught = null)
    {
        var inner = Interlocked.Exchange(ref lastException, null);
        if (status == Status.Ok) return;
        var failure = Native.Failure(status);
        // A second backward the package lets pass, and computes from whatever is there: refused, but no end of the process.
        if (inner is not null && !inner.Message.Contains("a second time", StringComparison.Ordinal)) uncaught ??= OwnBackward;
        if (inner is not null) failure = new ExternalException(failure.Message, inner);
        throw uncaught is null ? failure : Uncaught.Failure(failure, uncaught);
    }

    /// <summary>Makes the outputs results of a new node over the inputs.</summary>
    internal static List<Tensor> Attach(
        string name, AutogradContext context, Tensor[] inputs, List<Tensor> outputs, Func<List<Tensor>, Tensor?[]> backward)
    {
        var handles = inputs.Select(t => t.Handle).ToArray();
        var handle = GCHandle.Alloc(new FunctionNode(name, context, backward));
        IntPtr box;
        fixed (IntPtr* first = handles)
            Native.Check(
                NativeFunction.function_new(name, &Backward, &Free, GCHandle.ToIntPtr(handle), first, inputs.Length, &box));
        try
        {
            context.Node = NativeFunction.function_node(box);
            NativeFunction.function_set_materialize(box, context.MaterializeGrads ? (sbyte)1 : (sbyte)0);
            foreach (var output in outputs)
                Native.Check(
                    NativeFunction.function_set_output(
                        box, output.Handle, Flag(context.Dirty, output), (sbyte)(1 - Flag(context.NonDifferentiable, output))));
            Save(box, context, outputs);
        }
        finally { NativeFunction.function_free_box(box); }
        GC.KeepAlive(inputs);
        return outputs;
    }

    // Saved only now: an output must already know its node, or the two would keep each other alive.
    static void Save(IntPtr box, AutogradContext context, List<Tensor> outputs)
    {
        var saved = context.Saved;
        var isOutput = saved.Select(t => t is null ? (sbyte)0 : Flag(outputs, t)).ToArray();
        fixed (sbyte* flags = isOutput)
        fixed (IntPtr* first = saved.Select(t => t?.Handle ?? 0).ToArray())
            Native.Check(NativeFunction.function_save(box, first, flags, saved.Count));
        GC.KeepAlive(saved);
        context.SavedCount = saved.Count;
        context.Saved = [];
    }

    static sbyte Flag(List<Tensor> list, Tensor tensor) =>
        list.Any(t => t is not null && t.Handle == tensor.Handle) ? (sbyte)1 : (sbyte)0;

    [UnmanagedCallersOnly]
    static void Free(IntPtr context)
    {
        var handle = GCHandle.FromIntPtr(context);
        ((FunctionNode)handle.Target!).context.IsFreed = true;
        handle.Free();
    }

    // No exception may pass through C++: it becomes a message, which libtorch throws as its own error.
    [UnmanagedCallersOnly]
    static IntPtr Backward(IntPtr context, IntPtr* gradients, int count, IntPtr* results, int resultCount)
    {
        var node = (FunctionNode)GCHandle.FromIntPtr(context).Target!;
        try
        {
            var list = new List<Tensor>(count);
            for (var i = 0; i < count; i++) list.Add(Tensor.Own(gradients[i]));
            var computed = node.backward(list);
            for (var i = 0; i < resultCount; i++) results[i] = computed[i] is { } tensor ? Native.tensor_share(tensor.Handle) : 0;
            GC.KeepAlive(computed);
            return 0;
        }
        catch (Exception e)
        {
            Marshal.FreeCoTaskMem(lastError);
            lastException = e;
            return lastError = Marshal.StringToCoTaskMemUTF8($"backward of {node.name}: {e.Message}");
        }
    }
}
