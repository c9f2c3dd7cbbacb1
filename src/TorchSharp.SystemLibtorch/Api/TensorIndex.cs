namespace TorchSharp;

public static partial class torch
{
    /// <summary>One place in <c>tensor[…]</c>: a number, a slice, a tensor, a new axis or "…".</summary>
    public struct TensorIndex
    {
        internal enum Kinds { NewAxis, Ellipsis, Single, Slice, Bool, Tensor }

        internal Kinds Kind { get; private init; }
        internal long? Start { get; private init; }
        internal long? Stop { get; private init; }
        internal long? Step { get; private init; }
        internal Tensor? Positions { get; private init; }

#pragma warning disable CA2211
        public static TensorIndex None = new() { Kind = Kinds.NewAxis };
        public static TensorIndex Null = new() { Kind = Kinds.NewAxis };
        public static TensorIndex Ellipsis = new() { Kind = Kinds.Ellipsis };
        public static TensorIndex Colon = new() { Kind = Kinds.Slice };
#pragma warning restore CA2211

        public static TensorIndex Bool(bool value) => new() { Kind = Kinds.Bool, Start = value ? 1 : 0 };
        public static TensorIndex Single(long? index) => index is null ? None : new() { Kind = Kinds.Single, Start = index };
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Kind = Kinds.Slice, Start = start, Stop = stop, Step = step };
        public static TensorIndex Slice((int?, int?) range) => Slice(range.Item1, range.Item2);
        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? (range.Start.Value == 0 ? long.MaxValue : -range.Start.Value) : range.Start.Value,
            range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value);
        public static TensorIndex Tensor(Tensor tensor) => new() { Kind = Kinds.Tensor, Positions = Given(tensor) };

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex((int?, int?) range) => Slice(range);
        public static implicit operator Tensor(TensorIndex value) =>
            value.Positions ?? throw new InvalidCastException($"This index is a {value.Kind}, not a tensor.");
    }
}
