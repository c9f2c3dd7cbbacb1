using System.Buffers.Binary;
using System.Numerics;

namespace TorchReg.TensorBoard;

/// <summary>
/// A record of a TFRecord file: its length (8 bytes), the length's checksum (4), the bytes, their checksum (4), all
/// little-endian. A checksum is CRC-32C, rotated by 15 bits to the right, plus a constant, so that a record within a record does
/// not look like its own.
/// </summary>
/// <remarks>https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details".</remarks>
static class RecordFrame
{
    const uint Mask = 0xa282ead8;
    const int Length = 8, Checksum = 4;

    internal static byte[] Of(ReadOnlySpan<byte> content)
    {
        var frame = new byte[Length + Checksum + content.Length + Checksum];
        BinaryPrimitives.WriteUInt64LittleEndian(frame, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(Length), Masked(Crc(frame.AsSpan(0, Length))));
        content.CopyTo(frame.AsSpan(Length + Checksum));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(frame.Length - Checksum), Masked(Crc(content)));
        return frame;
    }

    /// <summary>CRC-32C (Castagnoli), RFC 3720, B.4.</summary>
    internal static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes) crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }

    internal static uint Masked(uint crc) => BitOperations.RotateRight(crc, 15) + Mask;
}
