namespace TorchReg.Data;

/// <summary>The bytes of a stream that can be read once only, kept in pieces so that they can be read again.</summary>
sealed class KeptBytes
{
    const int Piece = 1 << 20;
    readonly List<ArraySegment<byte>> pieces = [];

    internal KeptBytes(Stream source)
    {
        for (var size = 1 << 12; ; size = Math.Min(Piece, 2 * size))
        {
            var piece = new byte[size];
            var count = source.ReadAtLeast(piece, size, throwOnEndOfStream: false);
            pieces.Add(new(piece, 0, count));
            if (count < size) return;
        }
    }

    /// <summary>The bytes from the first.</summary>
    internal Stream Open() => new Reading(pieces);

    sealed class Reading(List<ArraySegment<byte>> pieces) : CheckedStream(Null)
    {
        int piece, at;

        public override int Read(Span<byte> buffer)
        {
            while (piece < pieces.Count && at == pieces[piece].Count) (piece, at) = (piece + 1, 0);
            if (piece == pieces.Count) return 0;
            var part = pieces[piece].AsSpan(at);
            part = part[..Math.Min(part.Length, buffer.Length)];
            part.CopyTo(buffer);
            at += part.Length;
            return part.Length;
        }
    }
}
