using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The native library's functions, as declared in native/torch_runtime.cpp and native/torch_dispatch.cpp.</summary>
internal static unsafe partial class Native
{
    const string Library = NativeFile.Name;

    static Native() => NativeFile.Load();

    [LibraryImport(Library), SuppressGCTransition] internal static partial long calls_made();
    [LibraryImport(Library), SuppressGCTransition] internal static partial long scalars_passed();
    [LibraryImport(Library)] internal static partial byte* last_error();
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr find_operator(
        string name, string overload);
    [LibraryImport(Library)]
    internal static partial Status call_operator(
        IntPtr op, Slot* arguments, int count, Slot* results, int capacity, int* written);
    [LibraryImport(Library)] internal static partial void free_list(IntPtr list);

    [LibraryImport(Library)] internal static partial byte* libtorch_version();
    [LibraryImport(Library)] internal static partial byte* libtorch_configuration();

    [LibraryImport(Library)] internal static partial void tensor_free(IntPtr tensor);
    [LibraryImport(Library)] internal static partial IntPtr tensor_share(IntPtr tensor);
    [LibraryImport(Library)] internal static partial Status tensor_data(IntPtr tensor, void** data);
    [LibraryImport(Library)]
    internal static partial Status tensor_from_memory(
        void* data, long* sizes, int rank, sbyte dtype, delegate* unmanaged<IntPtr, void> free, IntPtr context, IntPtr* result);

    [LibraryImport(Library), SuppressGCTransition] internal static partial long tensor_rank(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long tensor_numel(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long tensor_storage_offset(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial void tensor_sizes(IntPtr tensor, long* sizes);
    [LibraryImport(Library)] internal static partial Status tensor_strides(IntPtr tensor, long* strides);
    [LibraryImport(Library), SuppressGCTransition] internal static partial sbyte tensor_dtype(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial long tensor_element_size(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition]
    internal static partial void tensor_device(
        IntPtr tensor, int* type, int* index);
    [LibraryImport(Library), SuppressGCTransition] internal static partial sbyte tensor_is_contiguous(IntPtr tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial sbyte tensor_is_sparse(IntPtr tensor);

    [LibraryImport(Library), SuppressGCTransition] internal static partial sbyte tensor_requires_grad(IntPtr tensor);
    [LibraryImport(Library)] internal static partial Status tensor_set_requires_grad(IntPtr tensor, sbyte value);
    [LibraryImport(Library)] internal static partial sbyte tensor_is_leaf(IntPtr tensor);
    [LibraryImport(Library)] internal static partial Status tensor_retain_grad(IntPtr tensor);
    [LibraryImport(Library)] internal static partial Status tensor_grad(IntPtr tensor, IntPtr* grad);
    [LibraryImport(Library)] internal static partial Status tensor_set_grad(IntPtr tensor, IntPtr grad);
    [LibraryImport(Library)]
    internal static partial Status autograd_backward(
        IntPtr* tensors, int count, IntPtr* seeds, int seedCount, sbyte retainGraph, sbyte createGraph, IntPtr* inputs,
        int inputCount);
    [LibraryImport(Library)]
    internal static partial Status autograd_grad(
        IntPtr* outputs, int count, IntPtr* inputs, int inputCount, IntPtr* seeds, int seedCount,
        sbyte retainGraph, sbyte createGraph, sbyte allowUnused, IntPtr* grads);
    [LibraryImport(Library)] internal static partial sbyte grad_mode();
    [LibraryImport(Library)] internal static partial void set_grad_mode(sbyte enabled);
    [LibraryImport(Library)] internal static partial sbyte inference_mode();
    [LibraryImport(Library)] internal static partial IntPtr enter_inference_mode(sbyte enabled);
    [LibraryImport(Library)] internal static partial void leave_inference_mode(IntPtr guard);

    [LibraryImport(Library)] internal static partial Status manual_seed(long seed);
    [LibraryImport(Library)] internal static partial Status generator_default(int deviceType, int deviceIndex, IntPtr* result);
    [LibraryImport(Library)]
    internal static partial Status generator_new(
        int deviceType, int deviceIndex, long seed, IntPtr* result);
    [LibraryImport(Library)] internal static partial void generator_free(IntPtr generator);
    [LibraryImport(Library)] internal static partial Status generator_set_seed(IntPtr generator, long seed);
    [LibraryImport(Library)] internal static partial long generator_seed(IntPtr generator);
    [LibraryImport(Library)] internal static partial long generator_reseed(IntPtr generator);
    [LibraryImport(Library)] internal static partial Status generator_state(IntPtr generator, IntPtr* state);
    [LibraryImport(Library)] internal static partial Status generator_set_state(IntPtr generator, IntPtr state);

    [LibraryImport(Library)] internal static partial int num_threads();
    [LibraryImport(Library)] internal static partial Status set_num_threads(int n);
    [LibraryImport(Library)] internal static partial int num_interop_threads();
    [LibraryImport(Library)] internal static partial Status set_num_interop_threads(int n);
    [LibraryImport(Library)] internal static partial int cuda_device_count();
    [LibraryImport(Library)] internal static partial sbyte has_cuda();
    [LibraryImport(Library)] internal static partial sbyte has_cudnn();
    [LibraryImport(Library)] internal static partial Status cuda_synchronize(long index);

    internal static string Text(byte* utf8) => Marshal.PtrToStringUTF8((IntPtr)utf8) ?? "";

    /// <summary>Turns a failed call into TorchSharp's exception type with libtorch's message.</summary>
    internal static void Check(Status status)
    {
        if (status != Status.Ok) throw Failure(status);
    }

    internal static Exception Failure(Status status, string? operation = null) => status == Status.MissingArgument
        ? torch.Null($"{Text(last_error())} of {operation ?? "torch"}")
        : new ExternalException(Text(last_error()));
}

internal enum Status { Ok, Failed, MissingArgument }
