namespace TorchSharp;

public static partial class torch
{
    // The elements as bytes.
    public partial class Tensor
    {
        /// <summary>The tensor's own memory: valid as long as the tensor is.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (!is_contiguous())
                    throw new NotImplementedException("Bytes() called on non-contiguous tensor: take contiguous() of it first.");
                var size = NumberOfElements * ElementSize;
                if (size > int.MaxValue) throw new ArgumentException("Span only supports up to int.MaxValue elements.");
                return new Span<byte>(Data, (int)size);
            }
            set
            {
                if (!is_contiguous())
                    throw new NotImplementedException(
                        "SetBytes() called on non-contiguous tensor: take contiguous() of it first.");
                if (NumberOfElements * ElementSize != value.Length)
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(new Span<byte>(Data, value.Length));
                GC.KeepAlive(this);
            }
        }

        // Both take a new buffer of the whole size for each tensor, however small that is, as TorchSharp does: pass a size that
        // fits.
        public unsafe void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            var buffer = Buffer(stream, bufferSize);
            var first = (byte*)Data;
            var size = NumberOfElements * ElementSize;
            for (var place = 0L; place < size; place += bufferSize)
            {
                var count = (int)Math.Min(size - place, bufferSize);
                new ReadOnlySpan<byte>(first + place, count).CopyTo(buffer);
                stream.Write(buffer, 0, count);
            }
            GC.KeepAlive(this);
        }

        public unsafe void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            var buffer = Buffer(stream, bufferSize);
            var first = (byte*)Data;
            var size = NumberOfElements * ElementSize;
            for (var place = 0L; place < size; place += bufferSize)
            {
                var count = (int)Math.Min(size - place, bufferSize);
                stream.ReadExactly(buffer, 0, count);
                buffer.AsSpan(0, count).CopyTo(new Span<byte>(first + place, count));
            }
            GC.KeepAlive(this);
        }

        byte[] Buffer(Stream stream, int size)
        {
            if (stream is null) throw Null(nameof(stream));
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, "bufferSize");
            return is_contiguous() ? new byte[size]
                : throw new InvalidOperationException("Bytes() called on non-contiguous tensor: take contiguous() of it first.");
        }
    }
}
