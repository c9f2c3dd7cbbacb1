using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

internal enum SlotKind
{
    Omitted,
    None,
    Tensor,
    Int,
    Double,
    Bool,
    Ints,
    Doubles,
    Tensors,
    String,
    Device,
    Generator,
    Bools,
    Complex
}

/// <summary>One argument or result on its way through C; the layout of native/torch_dispatch.h.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct Slot
{
    [FieldOffset(0)] internal SlotKind Kind;
    [FieldOffset(4)] internal int Count;
    [FieldOffset(8)] internal long Integer;
    [FieldOffset(8)] internal double Double;
    [FieldOffset(8)] internal IntPtr Pointer;
    [FieldOffset(16)] internal double Imaginary;
}
