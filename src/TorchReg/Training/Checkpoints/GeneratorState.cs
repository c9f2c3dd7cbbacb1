using System.Buffers.Binary;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// The state of a generator of the CPU, out of a file: checked before torch takes it, since TorchSharp's process ends where torch
/// refuses it.
/// </summary>
/// <remarks>
/// torch's layout (ATen/CPUGeneratorImpl.cpp, CPUGeneratorImplStateLegacy): the seed in 8 bytes, numbers left and whether it was
/// seeded in 4 each, the position in 8, then Mersenne Twister's 624 words and what the normal distribution keeps.
/// </remarks>
static class GeneratorState
{
    const int Words = 624, Left = 8, Seeded = 12, Next = 16;

    /// <summary>The state itself, if it is one.</summary>
    /// <exception cref="InvalidDataException">It is none; the message names the file, the tensor and what is wrong.</exception>
    internal static Tensor Checked(Tensor state, string name, string file)
    {
        using var own = get_rng_state();
        if (state.dtype != ScalarType.Byte
            || state.Dimensions != 1
            || state.numel() != own.numel()
            || state.device.type != DeviceType.CPU)
            throw new InvalidDataException(
                $"{file}: '{name}' is no state of a random generator: {own.numel()} bytes are needed, found " +
                $"[{string.Join("×", state.shape)}] of {state.dtype}.");
        using var contiguous = state.contiguous();
        if (!IsOfMersenneTwister(contiguous.data<byte>().ToArray()))
            throw new InvalidDataException(
                $"{file}: '{name}' is no state of a random generator: its counters are out of range; the file is damaged.");
        return state;
    }

    static bool IsOfMersenneTwister(ReadOnlySpan<byte> state) =>
        BinaryPrimitives.ReadInt32LittleEndian(state[Left..]) is > 0 and <= Words
        && BinaryPrimitives.ReadInt32LittleEndian(state[Seeded..]) != 0
        && BinaryPrimitives.ReadUInt64LittleEndian(state[Next..]) <= Words;
}
