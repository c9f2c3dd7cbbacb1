using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The functions of native/torch_function.cpp.</summary>
internal static unsafe partial class NativeFunction
{
    const string Library = NativeFile.Name;

    static NativeFunction() => NativeFile.Load();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Status function_new(
        string name, delegate* unmanaged<IntPtr, IntPtr*, int, IntPtr*, int, IntPtr> backward,
        delegate* unmanaged<IntPtr, void> free, IntPtr context, IntPtr* inputs, int count, IntPtr* box);
    [LibraryImport(Library)] internal static partial void function_free_box(IntPtr box);
    [LibraryImport(Library)] internal static partial void function_set_materialize(IntPtr box, sbyte value);
    [LibraryImport(Library)] internal static partial IntPtr function_node(IntPtr box);
    [LibraryImport(Library)]
    internal static partial Status function_save(
        IntPtr box, IntPtr* tensors, sbyte* isOutput, int count);
    [LibraryImport(Library)] internal static partial Status function_saved(IntPtr node, IntPtr* tensors);
    [LibraryImport(Library)]
    internal static partial Status function_set_output(
        IntPtr box, IntPtr output, sbyte isDirty, sbyte isDifferentiable);
}
