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
                if (!is_contiguous()) throw new NotImplementedException("Bytes() called on non-contiguous tensor.");
                var size = NumberOfElements * ElementSize;
                if (size > int.MaxValue) throw new ArgumentException("Span only supports up to int.MaxValue elements.");
                return new Span<byte>(Data, (int)size);
            }
            set
            {
                if (!is_contiguous()) throw new NotImplementedException("SetBytes() called on non-contiguous tensor.");
                if (NumberOfElements * ElementSize != value.Length) throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(new Span<byte>(Data, value.Length));
                GC.KeepAlive(this);
            }
        }

        public unsafe void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            ArgumentNullException.ThrowIfNull(stream);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
            using var here = cpu();
            using var packed = here.contiguous();
            var data = (byte*)packed.Data;
            var left = packed.NumberOfElements * packed.ElementSize;
            for (; left > 0; data += bufferSize, left -= bufferSize)
                stream.Write(new ReadOnlySpan<byte>(data, (int)Math.Min(left, bufferSize)));
        }

        public unsafe void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            ArgumentNullException.ThrowIfNull(stream);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
            using var packed = torch.empty(shape, dtype, CPU);
            var data = (byte*)packed.Data;
            var left = packed.NumberOfElements * packed.ElementSize;
            for (; left > 0; data += bufferSize, left -= bufferSize)
                stream.ReadExactly(new Span<byte>(data, (int)Math.Min(left, bufferSize)));
            using (no_grad()) copy_(packed);
        }
    }
}
